package dev.millrace.training.pipeline;

/**
 * Which rankers a training may learn.
 *
 * @param learnt whether there is to be a ranker at all
 * @param treeMicros CPU time per list, in microseconds, that a ranker of trees may cost; 0: none is learnt
 */
public record RankerChoice(boolean learnt, double treeMicros) {

    /** A whole list is to stay below half a millisecond. */
    public static final RankerChoice DEFAULT = new RankerChoice(true, 300);

    public RankerChoice {
        if (!(treeMicros >= 0)) {
            throw new IllegalArgumentException("training.ranker.tree-micros must be 0 or more, was " + treeMicros);
        }
    }
}
