package dev.millrace.benchmarks.latency;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.rig.Answers.Stretch;
import java.util.Arrays;
import java.util.Map;

/** Latency over the rate of arrival, and where it goes. */
final class LatencyPlots {

    private LatencyPlots() {}

    static void draw(Context context, int[] rates, Map<String, LatencySamples> samples) {
        String[] guarantees = context.text("guarantees").split(",");
        double[] x = Arrays.stream(rates).asDoubleStream().toArray();
        Plot.Lines whole = Plot.lines(
                        "by-rate", "From event appended to list readable", "events per second", "milliseconds")
                .logarithmic(true, true);
        for (String guarantee : guarantees) {
            if (!samples.containsKey(LatencyBenchmark.key(rates[0], guarantee))) {
                continue;
            }
            for (double percentile : new double[] {50, 99}) {
                whole.series(guarantee + " p" + (int) percentile, x, over(rates, rate -> of(samples, rate, guarantee)
                        .fromAppend(percentile)));
            }
            Plot.Lines parts = Plot.lines(
                            "stages-" + guarantee,
                            "Where the median goes, " + guarantee,
                            "events per second",
                            "milliseconds")
                    .logarithmic(true, false);
            for (Stretch part : new Stretch[] {Stretch.INGEST, Stretch.SCORE, Stretch.PUBLISH}) {
                parts.series(part.name().toLowerCase(java.util.Locale.ROOT), x, over(rates, rate -> of(
                                samples, rate, guarantee)
                        .part(part, 50)));
            }
            context.plot(parts.build());
        }
        context.plot(whole.build());
    }

    private static LatencySamples of(Map<String, LatencySamples> samples, int rate, String guarantee) {
        LatencySamples found = samples.get(LatencyBenchmark.key(rate, guarantee));
        if (found == null) {
            throw new IllegalStateException("no measurement at " + rate + " events/s, " + guarantee);
        }
        return found;
    }

    private static double[] over(int[] rates, java.util.function.IntToDoubleFunction value) {
        // A logarithmic axis has no zero.
        return Arrays.stream(rates)
                .mapToDouble(rate -> Math.max(0.1, value.applyAsDouble(rate)))
                .toArray();
    }
}
