package dev.millrace.training.pipeline;

import dev.millrace.model.evaluation.ListQuality;
import dev.millrace.model.replay.InteractionLog;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the validation slice showed. Ranks are by target; 1 = first, 0 = not listed. */
final class Judgement {

    private final ListQuality model;
    private final ListQuality popularity;
    private final double differenceError;
    private final @Nullable ListQuality champion;
    private final @Nullable ListQuality modelOnChampionEvents;
    private final Map<String, Double> notes = new TreeMap<>();

    /** @param championRanks null without a champion */
    Judgement(
            InteractionLog log,
            int[] targets,
            int[] modelRanks,
            int[] popularityRanks,
            int @Nullable [] championRanks) {
        model = Ranks.quality(log, targets, modelRanks, event -> true);
        popularity = Ranks.quality(log, targets, popularityRanks, event -> true);
        differenceError = Ranks.differenceError(modelRanks, popularityRanks);
        champion = championRanks == null
                ? null
                : Ranks.quality(log, targets, championRanks, event -> !log.seenByChampion(event));
        modelOnChampionEvents = championRanks == null
                ? null
                : Ranks.quality(log, targets, modelRanks, event -> !log.seenByChampion(event));
    }

    /** Adds a number to the metrics that no decision hangs on. */
    void note(String name, double value) {
        notes.put(name, value);
    }

    Gate.Measured measured() {
        return new Gate.Measured(
                model.n(),
                model.ndcg20(),
                popularity.ndcg20(),
                differenceError,
                champion == null ? 0 : champion.n(),
                champion == null ? 0 : champion.ndcg20(),
                modelOnChampionEvents == null ? 0 : modelOnChampionEvents.ndcg20());
    }

    /** By the names of the manifest. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>(notes);
        metrics.put("validationEvents", (double) model.n());
        metrics.put("hitRate10", model.hr10());
        metrics.put("hitRate20", model.hr20());
        metrics.put("ndcg10", model.ndcg10());
        metrics.put("ndcg20", model.ndcg20());
        metrics.put("mrr20", model.mrr20());
        metrics.put("popularityHitRate20", popularity.hr20());
        metrics.put("popularityNdcg20", popularity.ndcg20());
        metrics.put("differenceToPopularityError", differenceError);
        if (Double.isFinite(model.se())) {
            metrics.put("ndcg20StandardError", model.se());
        }
        if (champion != null && champion.n() > 0) {
            metrics.put("championEvents", (double) champion.n());
            metrics.put("championNdcg20", champion.ndcg20());
        }
        metrics.values().removeIf(value -> !Double.isFinite(value)); // no number is no measurement
        return metrics;
    }
}
