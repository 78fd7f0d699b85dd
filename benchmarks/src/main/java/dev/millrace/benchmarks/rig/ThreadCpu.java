package dev.millrace.benchmarks.rig;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU-seconds of the live threads, by what they belong to: each app by its consumer group's name in the thread's name,
 * everything else (broker, load, readers) together. The JVM's own threads, which compile and collect, are seen in
 * {@link CpuTime} only.
 */
public final class ThreadCpu {

    /** Whatever no app owns. */
    public static final String REST = "broker and load";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadCpu() {}

    /** @param owners parts of thread names, such as {@code scoring-app} */
    public static Map<String, Double> now(Iterable<String> owners) {
        Map<String, Double> seconds = new TreeMap<>();
        long[] ids = THREADS.getAllThreadIds();
        ThreadInfo[] infos = THREADS.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            long nanos = THREADS.getThreadCpuTime(ids[i]);
            if (infos[i] != null && nanos > 0) {
                seconds.merge(owner(infos[i].getThreadName(), owners), nanos / 1e9, Double::sum);
            }
        }
        return seconds;
    }

    private static String owner(String thread, Iterable<String> owners) {
        for (String owner : owners) {
            if (thread.contains(owner)) {
                return owner;
            }
        }
        return REST;
    }
}
