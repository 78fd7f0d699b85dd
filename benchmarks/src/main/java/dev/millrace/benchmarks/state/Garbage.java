package dev.millrace.benchmarks.state;

import com.sun.management.ThreadMXBean;
import dev.millrace.benchmarks.frame.Summary;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;

/** How much one thread allocates, by the JVM's own count. */
final class Garbage {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Garbage() {}

    /**
     * Bytes allocated per call, after warming up: before compilation, escape analysis removes nothing.
     *
     * @param passes how often all users are asked about; the last five count
     */
    static Summary perCall(int users, int passes, IntFunction<Object> step) {
        int counted = 5;
        double[] bytes = new double[counted];
        for (int pass = -passes; pass < counted; pass++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int results = 0;
            for (int user = 0; user < users; user++) {
                results += step.apply(user) == null ? 0 : 1;
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (results != users) {
                throw new IllegalStateException(users - results + " users without a result");
            }
            if (pass >= 0) {
                bytes[pass] = allocated / (double) users;
            }
        }
        return Summary.of(bytes);
    }
}
