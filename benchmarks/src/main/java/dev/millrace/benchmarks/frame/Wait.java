package dev.millrace.benchmarks.frame;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads and processes do, by looking again and again. */
public final class Wait {

    private static final long LOOK_EVERY_NANOS = 20_000_000;

    private Wait() {}

    /**
     * Waits until something has come.
     *
     * @param check called between looks; throws when waiting is pointless
     * @param complaint what is said when it has not come in time
     */
    public static void until(BooleanSupplier come, Duration patience, Runnable check, Supplier<String> complaint) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!come.getAsBoolean()) {
            check.run();
            if (Thread.currentThread().isInterrupted() || System.nanoTime() > deadline) {
                throw new IllegalStateException(complaint.get());
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
