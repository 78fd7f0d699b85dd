package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.EventWeights;
import java.time.Duration;

/**
 * How a model is trained and judged.
 *
 * @param weights worth of an event by type and value, and which events consume an item
 * @param searchShare share of the log, by events, on which settings are chosen and the ranker learns
 * @param validationShare latest share of the log, on which the model is judged
 * @param targets events sampled from each of the two
 * @param searchIterations passes of the factorisation while settings are being chosen
 * @param iterations passes of the final factorisation
 * @param minimumSearchEvents events in the log below which the defaults are taken without a search
 * @param ranker which rankers are learnt
 * @param seed of everything random
 */
public record PipelineSettings(
        EventWeights weights,
        double searchShare,
        double validationShare,
        int targets,
        int searchIterations,
        int iterations,
        int minimumSearchEvents,
        FactorSearch.Budget budget,
        RankerChoice ranker,
        Gate gate,
        long seed) {

    public static PipelineSettings defaults() {
        return new PipelineSettings(
                EventWeights.defaults(),
                0.1,
                0.1,
                2_500,
                6,
                10,
                5_000,
                new FactorSearch.Budget(12, Duration.ofSeconds(20)),
                RankerChoice.DEFAULT,
                Gate.DEFAULT,
                1);
    }

    /** These settings with other worths of events. */
    public PipelineSettings with(EventWeights other) {
        return with(other, budget, ranker, seed);
    }

    /** These settings with other rankers. */
    public PipelineSettings with(RankerChoice other) {
        return with(weights, budget, other, seed);
    }

    /** These settings with another seed. */
    public PipelineSettings withSeed(long other) {
        return with(weights, budget, ranker, other);
    }

    /** These settings with another number of factorisations to search with. */
    public PipelineSettings withTrials(int other) {
        return with(weights, new FactorSearch.Budget(other, budget.time()), ranker, seed);
    }

    private PipelineSettings with(
            EventWeights otherWeights, FactorSearch.Budget otherBudget, RankerChoice otherRanker, long otherSeed) {
        return new PipelineSettings(
                otherWeights,
                searchShare,
                validationShare,
                targets,
                searchIterations,
                iterations,
                minimumSearchEvents,
                otherBudget,
                otherRanker,
                gate,
                otherSeed);
    }

    public PipelineSettings {
        share("training.search-share", searchShare);
        share("training.validation-share", validationShare);
        if (searchShare + validationShare > 0.9) {
            throw new IllegalArgumentException("training.search-share and training.validation-share must leave a tenth"
                    + " of the log to train on, were " + searchShare + " and " + validationShare);
        }
        positive("training.targets", targets);
        positive("training.search.iterations", searchIterations);
        positive("training.iterations", iterations);
    }

    private static void share(String key, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(key + " must be above 0 and below 1, was " + value);
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be at least 1, was " + value);
        }
    }
}
