package dev.millrace.cli.demo;

import dev.millrace.avro.ModelManifest;
import dev.millrace.cli.console.Printed;
import dev.millrace.cli.console.Table;
import dev.millrace.cli.demo.Report.PrequentialSums;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What a demo says to the person who watches it. */
final class Screen {

    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
    }

    void blank() {
        out.println();
    }

    /** One named fact. */
    void fact(String name, String value) {
        out.printf(Locale.ROOT, "  %-12s %s%n", name, value);
    }

    void line(String text) {
        out.println(text);
    }

    void summary(Report report, double rate) {
        out.println();
        out.println("Summary");
        events(report.account());
        fact(
                "users",
                number(report.account().usersKnown()) + " known, "
                        + number(report.account().usersWithRecommendations()) + " with recommendations");
        fact(
                "lists",
                number(report.account().published()) + " published"
                        + (report.timing().toFirstList() < 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", the first %.1f s after the start",
                                        report.timing().toFirstList())));
        fact("model", model(report.model()));
        latency(report.latencies(), rate);
        fact(
                "throughput",
                String.format(
                        Locale.ROOT,
                        "ingest took in %,.0f events/s of history; %,.0f live events/s went all the way to lists",
                        report.timing().ingestPerSecond(),
                        report.timing().scoredPerSecond()));
        fact(
                "memory",
                number(report.memory().heapPeakMiB()) + " MiB of heap at most ("
                        + number(report.memory().heapMaxMiB())
                        + " allowed)"
                        + (report.memory().residentPeakMiB() < 0
                                ? ""
                                : ", " + number(report.memory().residentPeakMiB()) + " MiB in all"));
        quality(report.quality());
    }

    private void events(Account account) {
        fact(
                "events",
                number(account.sent()) + " sent = " + number(account.valid()) + " valid + "
                        + number(account.rejectedInAll()) + " rejected + " + number(account.duplicates())
                        + " duplicates + " + number(account.deadLettered()) + " dead letters"
                        + (account.addsUp() ? "" : "  (does not add up)"));
        if (!account.rejected().isEmpty()) {
            fact(
                    "",
                    "rejected: "
                            + account.rejected().entrySet().stream()
                                    .map((Map.Entry<String, Long> e) -> number(e.getValue()) + " " + e.getKey())
                                    .collect(Collectors.joining(", ")));
        }
    }

    private void latency(Latencies latencies, double rate) {
        if (latencies.all().getTotalCount() == 0) {
            fact("latency", "no live list");
            return;
        }
        String speed = Double.isInfinite(rate) ? "full speed" : String.format(Locale.ROOT, "%,.0f events/s", rate);
        fact("latency", percentiles(latencies.all()) + " from event appended to list readable, at " + speed);
        fact("", percentiles(latencies.warm()) + " over the later half");
    }

    private static String percentiles(Histogram millis) {
        return String.format(
                Locale.ROOT,
                "p50 %,d ms, p95 %,d ms, p99 %,d ms",
                millis.getValueAtPercentile(50),
                millis.getValueAtPercentile(95),
                millis.getValueAtPercentile(99));
    }

    private void quality(PrequentialSums sums) {
        if (sums.events() == 0) {
            fact("quality", "no live event could be judged");
            return;
        }
        Table table = Table.of("live quality", "hit rate@20", "NDCG@20");
        table.row("Millrace", fraction(sums.hitRate20()), fraction(sums.ndcg20()));
        table.row("popularity", fraction(sums.popularityHitRate20()), fraction(sums.popularityNdcg20()));
        out.println();
        table.lines().forEach(row -> out.println("  " + row));
        out.println("  over " + number(sums.events())
                + " live events, each judged by the list its user had at that moment");
    }

    /** What can be done with the pipeline that now runs. */
    void invitation(String url, String user, List<String> commands) {
        out.println();
        out.println("The pipeline is running; HTTP at " + url + ", Ctrl-C ends it. Try in another terminal:");
        commands.forEach(command -> out.println("  " + command));
        out.println("  curl " + url + "/v1/users/" + Printed.segment(user) + "/recommendations?limit=5");
    }

    private static String model(@Nullable ModelManifest model) {
        if (model == null) {
            return "none passed the gate; lists are co-visited and trending items";
        }
        return String.format(
                Locale.ROOT,
                "%s, trained in %.1f s; NDCG@20 on held-out history %.4f, popularity %.4f",
                model.getVersion(),
                model.getMetrics().getOrDefault("trainSeconds", Double.NaN),
                model.getMetrics().getOrDefault("ndcg20", Double.NaN),
                model.getMetrics().getOrDefault("popularityNdcg20", Double.NaN));
    }

    private static String fraction(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
