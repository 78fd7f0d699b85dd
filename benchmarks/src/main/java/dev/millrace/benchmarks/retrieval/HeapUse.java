package dev.millrace.benchmarks.retrieval;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** How much heap something built keeps. */
final class HeapUse {

    /** What was built, and its bytes. */
    record Built<T>(T value, long bytes) {}

    private HeapUse() {}

    static <T> Built<T> of(Callable<T> build) throws Exception {
        long before = used();
        T value = build.call();
        return new Built<>(value, used() - before);
    }

    /** Twice: what the first collection makes reachable only weakly, the second frees. */
    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
