package dev.millrace.benchmarks.retrieval;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets one engine answer queries for a slice of time, from some threads side by side.
 *
 * <p>Rates are given per second and per second of CPU time of the whole process: the second is fair to an engine that
 * answers one query with all cores, and to one whose garbage is collected by other threads.
 */
final class Slice implements Callable<Map<String, Double>> {

    static final String PER_SECOND = "queries/s";
    static final String PER_CPU_SECOND = "queries/cpu-s";

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Engine engine;
    private final Query[] queries;
    private final int batch;
    private final int threads;
    private final long nanos;
    private int next;

    Slice(Engine engine, Query[] queries, int batch, int threads, long millis) {
        this.engine = engine;
        this.queries = queries;
        this.batch = batch;
        this.threads = threads;
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public Map<String, Double> call() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long cpuBefore = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            List<Future<Integer>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int offset = next + t * queries.length / threads;
                parts.add(pool.submit(() -> answer(offset, start)));
            }
            int answered = 0;
            for (Future<Integer> part : parts) {
                answered += part.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
            next = (next + answered) % queries.length; // other users in the next round
            return Map.of(PER_SECOND, answered / seconds, PER_CPU_SECOND, answered / cpuSeconds);
        } finally {
            pool.shutdown();
        }
    }

    private int answer(int offset, long start) {
        Query[] asked = new Query[batch];
        int answered = 0;
        do {
            for (int i = 0; i < batch; i++) {
                asked[i] = queries[(offset + answered + i) % queries.length];
            }
            engine.search(asked);
            answered += batch;
        } while (System.nanoTime() - start < nanos);
        return answered;
    }
}
