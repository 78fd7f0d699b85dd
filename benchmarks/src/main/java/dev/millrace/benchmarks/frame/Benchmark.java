package dev.millrace.benchmarks.frame;

import java.util.List;

/** A program that measures one thing, its subjects side by side in one run. */
public interface Benchmark {

    /** Lower case, with dashes: what follows {@code millrace bench}. */
    String name();

    /** One line: what is compared with what. */
    String description();

    /** What {@code --set} may change. */
    default List<Setting> settings() {
        return List.of();
    }

    /**
     * Measures, and hands every result to {@link Context#add}.
     *
     * @throws Exception when something measured fails; the rows added so far are still reported
     */
    void run(Context context) throws Exception;

    /** Draws the plots of the rows in {@code context}, just measured or read from reports; rows may be missing. */
    default void plot(Context context) {}
}
