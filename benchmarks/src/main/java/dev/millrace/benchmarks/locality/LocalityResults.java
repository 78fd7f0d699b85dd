package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.frame.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Gathers the trials, fits the lines, and reports. */
final class LocalityResults {

    private static final double MILLION = 1_000_000;

    private final Context context;
    private final Map<Case, Map<String, Measured>> all = new LinkedHashMap<>();

    /** One point of the matrix. */
    record Case(int users, int clients, int thinkMicros) {

        /** Clients that ask alike, whatever the number of users. */
        String load() {
            return clients
                    + (clients == 1 ? " client" : " clients")
                    + (thinkMicros == 0 ? "" : String.format(Locale.ROOT, " thinking %.1f ms", thinkMicros / 1000.0));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d users, %s", users, load());
        }
    }

    LocalityResults(Context context) {
        this.context = context;
    }

    void add(Case of, String subject, Histogram nanos, double seconds) {
        all.computeIfAbsent(of, unseen -> new LinkedHashMap<>())
                .computeIfAbsent(subject, unseen -> new Measured())
                .add(nanos, seconds);
    }

    /** Shows a case on the screen as soon as it is measured. */
    void say(Case of) {
        context.say("  " + of + ": "
                + all.getOrDefault(of, Map.of()).entrySet().stream()
                        .map(entry -> String.format(
                                Locale.ROOT,
                                "%s mean %.0f p50 %.0f p99 %.0f µs",
                                entry.getKey(),
                                entry.getValue().mean().median(),
                                entry.getValue().percentile(50).median(),
                                entry.getValue().percentile(99).median()))
                        .collect(Collectors.joining(", ")));
    }

    void report() {
        all.forEach((of, subjects) -> subjects.forEach((subject, measured) -> {
            context.add(of.toString(), subject, "mean µs", measured.mean());
            context.add(of.toString(), subject, "p50 µs", measured.percentile(50));
            context.add(of.toString(), subject, "p99 µs", measured.percentile(99));
            context.add(of.toString(), subject, "variance µs²", measured.variance());
            context.add(of.toString(), subject, "requests/s", measured.rate());
        }));
        List<String> loads = all.keySet().stream().map(Case::load).distinct().toList();
        for (String load : loads) {
            fit(load);
            plot(load, "mean", Measured::mean);
            plot(load, "p99", measured -> measured.percentile(99));
        }
    }

    private void fit(String load) {
        for (String subject : subjects()) {
            double[] users = users(load);
            if (users.length < 2) {
                return;
            }
            Line mean = Line.through(users, values(load, subject, Measured::mean));
            context.add("fit, " + load, subject, "mean: a µs", Summary.exactly(mean.intercept()));
            context.add(
                    "fit, " + load, subject, "mean: b µs per million users", Summary.exactly(mean.slope() * MILLION));
            Line p99 = Line.through(users, values(load, subject, measured -> measured.percentile(99)));
            context.add("fit, " + load, subject, "p99: b µs per million users", Summary.exactly(p99.slope() * MILLION));
        }
    }

    private void plot(String load, String what, Function<Measured, Summary> value) {
        Plot.Lines lines = Plot.lines(
                        what + "-" + load.replaceAll("[^a-z0-9]+", "-"),
                        "Response time of a request, " + what + ", " + load,
                        "users",
                        "microseconds")
                .logarithmic(true, true);
        for (String subject : subjects()) {
            lines.series(subject, users(load), values(load, subject, value));
        }
        context.plot(lines.build());
    }

    private List<String> subjects() {
        return all.values().stream()
                .flatMap(each -> each.keySet().stream())
                .distinct()
                .toList();
    }

    private double[] users(String load) {
        return all.keySet().stream()
                .filter(of -> of.load().equals(load))
                .mapToDouble(Case::users)
                .toArray();
    }

    private double[] values(String load, String subject, Function<Measured, Summary> value) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().load().equals(load))
                .map(entry -> entry.getValue().get(subject))
                .mapToDouble(measured -> value.apply(measured).median())
                .toArray();
    }
}
