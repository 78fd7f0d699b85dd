package dev.millrace.topologies.scoring.background;

import java.util.function.BooleanSupplier;

/** What is counted of users gone through in the background. */
public interface BackgroundMetrics {

    /** A user's state could not be read. */
    void failed();

    /** @param unfinished asked from other threads until {@link #forgetSweep} */
    void watchSweep(BooleanSupplier unfinished);

    /** The sweep is not asked any more. */
    void forgetSweep(BooleanSupplier unfinished);
}
