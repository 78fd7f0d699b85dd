package dev.millrace.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.PrequentialCounts;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.input.FileReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a demo measured.
 *
 * @param input what was found in the event file; null for simulated users
 * @param account what became of the events, from the topics
 * @param model that served in the end; null when none passed the gate
 * @param timing how long the parts took
 * @param latencies event appended → list readable, milliseconds, live part only
 * @param memory of the process
 * @param warnings lines of the log at level WARN
 * @param errors lines of the log at level ERROR
 */
record Report(
        @Nullable FileReport input,
        Account account,
        @Nullable ModelManifest model,
        Timing timing,
        Latencies latencies,
        MemoryUse memory,
        long warnings,
        long errors) {

    /**
     * Wall-clock times in seconds.
     *
     * @param toFirstList from the command to the first list that a consumer could read; negative when there was none
     * @param history from the first event of history sent until ingest had taken all of it in
     * @param historyEvents sent meanwhile
     * @param live from the first live event sent until every app had taken in everything
     * @param liveEvents sent meanwhile
     */
    record Timing(double toFirstList, double history, long historyEvents, double live, long liveEvents) {

        double ingestPerSecond() {
            return history > 0 ? historyEvents / history : 0;
        }

        double scoredPerSecond() {
            return live > 0 ? liveEvents / live : 0;
        }
    }

    ObjectNode json() {
        ObjectNode root = Json.object();
        if (input != null) {
            putInput(root.putObject("input"), input);
        }
        ObjectNode events = root.putObject("events")
                .put("sent", account.sent())
                .put("valid", account.valid())
                .put("rejected", account.rejectedInAll())
                .put("duplicates", account.duplicates())
                .put("deadLettered", account.deadLettered());
        account.rejected().forEach(events.putObject("rejectedByReason")::put);
        root.putObject("users")
                .put("known", account.usersKnown())
                .put("withRecommendations", account.usersWithRecommendations());
        root.putObject("recommendations").put("published", account.published());
        putModel(root.putObject("model"));
        root.putObject("throughput")
                .put("ingestEventsPerSecond", rounded(timing.ingestPerSecond(), 1))
                .put("scoredEventsPerSecond", rounded(timing.scoredPerSecond(), 1));
        putLatency(root.putObject("latencyMillis"));
        putQuality(root.putObject("quality"));
        root.putObject("memory")
                .put("heapPeakMiB", memory.heapPeakMiB())
                .put("heapMaxMiB", memory.heapMaxMiB())
                .put("residentPeakMiB", memory.residentPeakMiB());
        root.putObject("seconds")
                .put("toFirstList", rounded(timing.toFirstList(), 1))
                .put("history", rounded(timing.history(), 1))
                .put("live", rounded(timing.live(), 1));
        root.putObject("log").put("warnings", warnings).put("errors", errors);
        return root;
    }

    void write(Path file) {
        try {
            Files.writeString(file, Json.pretty(json()) + "\n");
        } catch (IOException e) {
            throw CommandFailure.failed("the report " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Prequential counts of the lists that models made. Those made before the first model belong to the loading of the
     * history, where lists follow the events at a distance; without a model they are all there is.
     */
    PrequentialSums quality() {
        Map<String, PrequentialCounts> ofModels = new HashMap<>(account.quality());
        ofModels.remove(Account.NO_MODEL);
        return PrequentialSums.of((ofModels.isEmpty() ? account.quality() : ofModels).values());
    }

    private static void putInput(ObjectNode node, FileReport file) {
        node.put("rows", file.rows())
                .put("events", file.accepted())
                .put("unsortedRows", file.unsortedRows())
                .put("repeatedRows", file.repeatedRows());
        node.set("ignoredColumns", Json.MAPPER.valueToTree(file.ignoredColumns()));
        ObjectNode broken = node.putObject("brokenRows");
        file.broken().forEach((problem, rows) -> broken.put(problem.name().toLowerCase(Locale.ROOT), rows.count()));
    }

    private void putModel(ObjectNode node) {
        if (model == null) {
            node.putNull("version");
            return;
        }
        Map<String, Double> metrics = model.getMetrics();
        node.put("version", model.getVersion())
                .put("trainSeconds", metrics.get("trainSeconds"))
                .put("ndcg20", metrics.get("ndcg20"))
                .put("popularityNdcg20", metrics.get("popularityNdcg20"));
    }

    private void putLatency(ObjectNode node) {
        putPercentiles(node, latencies.all());
        putPercentiles(node.putObject("laterHalf"), latencies.warm());
        ArrayNode slices = node.putArray("everyTenSeconds");
        latencies.slices().forEach(slice -> putPercentiles(slices.addObject(), slice));
    }

    private static void putPercentiles(ObjectNode node, Histogram millis) {
        node.put("lists", millis.getTotalCount());
        if (millis.getTotalCount() > 0) {
            node.put("p50", millis.getValueAtPercentile(50))
                    .put("p95", millis.getValueAtPercentile(95))
                    .put("p99", millis.getValueAtPercentile(99))
                    .put("max", millis.getMaxValue());
        }
    }

    private void putQuality(ObjectNode node) {
        PrequentialSums sums = quality();
        node.put("events", sums.events());
        if (sums.events() > 0) {
            node.put("hitRate20", rounded(sums.hitRate20(), 6))
                    .put("ndcg20", rounded(sums.ndcg20(), 6))
                    .put("popularityHitRate20", rounded(sums.popularityHitRate20(), 6))
                    .put("popularityNdcg20", rounded(sums.popularityNdcg20(), 6));
        }
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }

    /** Sums over model versions. */
    record PrequentialSums(long events, long hits, double dcg, long popularityHits, double popularityDcg) {

        static PrequentialSums of(Iterable<PrequentialCounts> all) {
            PrequentialSums sum = new PrequentialSums(0, 0, 0, 0, 0);
            for (PrequentialCounts counts : all) {
                sum = new PrequentialSums(
                        sum.events + counts.getEvents(),
                        sum.hits + counts.getHits20(),
                        sum.dcg + counts.getDcg20(),
                        sum.popularityHits + counts.getPopularityHits20(),
                        sum.popularityDcg + counts.getPopularityDcg20());
            }
            return sum;
        }

        double hitRate20() {
            return (double) hits / events;
        }

        double ndcg20() {
            return dcg / events;
        }

        double popularityHitRate20() {
            return (double) popularityHits / events;
        }

        double popularityNdcg20() {
            return popularityDcg / events;
        }
    }
}
