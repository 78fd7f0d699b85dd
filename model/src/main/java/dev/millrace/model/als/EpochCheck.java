package dev.millrace.model.als;

/** Looks at the factors after each iteration of training. */
@FunctionalInterface
public interface EpochCheck {

    /** Never stops. */
    EpochCheck NONE = (iteration, factors) -> false;

    /**
     * @param iteration 1 for the first
     * @param factors as of now; the users folded in against the items
     * @return true to stop here, with these factors
     */
    boolean stopAfter(int iteration, Factors factors);
}
