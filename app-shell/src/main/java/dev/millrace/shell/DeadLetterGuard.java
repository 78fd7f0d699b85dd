package dev.millrace.shell;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Says when so many records were dead-lettered within a minute that the records cannot be to blame. */
final class DeadLetterGuard {

    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final int most;
    private double countAtStart;
    private long startedNanos;

    /** @param most per minute; 0: never too many */
    DeadLetterGuard(int most, long nowNanos) {
        this.most = most;
        this.startedNanos = nowNanos;
    }

    /** @return whether too many were dropped since the current minute began */
    boolean tooMany(double dropped, long nowNanos) {
        boolean tooMany = most > 0 && dropped - countAtStart > most;
        if (nowNanos - startedNanos >= WINDOW_NANOS) {
            countAtStart = dropped;
            startedNanos = nowNanos;
        }
        return tooMany;
    }

    /** Records that Kafka Streams skipped so far: the handlers skip what they dead-letter. */
    static double dropped(Map<MetricName, ? extends Metric> metrics) {
        double sum = 0;
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            if (metric.getKey().name().equals("dropped-records-total")
                    && metric.getValue().metricValue() instanceof Number number) {
                sum += number.doubleValue();
            }
        }
        return sum;
    }
}
