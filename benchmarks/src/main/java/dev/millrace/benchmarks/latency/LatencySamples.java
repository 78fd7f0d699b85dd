package dev.millrace.benchmarks.latency;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.Answers;
import dev.millrace.benchmarks.rig.Answers.Stretch;
import dev.millrace.benchmarks.rig.Storefront;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the rounds of one case gave, metric by metric. */
final class LatencySamples {

    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final Map<String, List<Double>> byMetric = new LinkedHashMap<>();

    void add(Storefront.Stretch stretch) {
        Answers answers = stretch.answers();
        for (double percentile : PERCENTILES) {
            add(metric("", percentile), answers.millis(Stretch.FROM_APPEND, percentile));
        }
        for (double percentile : new double[] {50, 99}) {
            add(metric("from schedule ", percentile), answers.millis(Stretch.FROM_SCHEDULE, percentile));
            for (Stretch part : List.of(Stretch.SEND, Stretch.INGEST, Stretch.SCORE, Stretch.PUBLISH)) {
                add(metric(part.name().toLowerCase(Locale.ROOT) + " ", percentile), answers.millis(part, percentile));
            }
        }
        add("cores", stretch.cores());
        add("events timed", answers.timed());
        add("lists unchanged", answers.unchangedLists());
        add("events unanswered", answers.unanswered());
    }

    private void add(String metric, double value) {
        byMetric.computeIfAbsent(metric, unseen -> new ArrayList<>()).add(value);
    }

    /** Median over the rounds of the latency from append to list, milliseconds. */
    double fromAppend(double percentile) {
        return summary(byMetric.getOrDefault(metric("", percentile), List.of())).median();
    }

    double part(Stretch part, double percentile) {
        return summary(byMetric.getOrDefault(metric(part.name().toLowerCase(Locale.ROOT) + " ", percentile), List.of()))
                .median();
    }

    void report(Context context, String of, String subject) {
        byMetric.forEach((metric, samples) -> context.add(of, subject, metric, summary(samples)));
    }

    private static String metric(String of, double percentile) {
        String rank =
                percentile == Math.rint(percentile) ? String.valueOf((int) percentile) : String.valueOf(percentile);
        return of + "p" + rank + " ms";
    }

    private static Summary summary(List<Double> samples) {
        return Summary.of(samples, Double::doubleValue);
    }
}
