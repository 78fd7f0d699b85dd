package dev.millrace.model.evaluation;

/** A method under evaluation: learns a log event by event and lists items for one user at any moment between. */
public interface Contender {

    /** Takes in the event with this index; called once for each, in the order of the log. */
    void learn(int event);

    /**
     * The best items for a user, from what has been learnt so far.
     *
     * @param nowMs event time of what is about to happen
     * @param touched what the user has touched; to be left out in a replay of {@link Variant#NEW}
     * @return at most {@code k} item numbers of the log, best first, each once; -1 for an item that is in the catalogue
     *     but not in the log
     */
    int[] list(int user, long nowMs, int k, TouchedItems touched);
}
