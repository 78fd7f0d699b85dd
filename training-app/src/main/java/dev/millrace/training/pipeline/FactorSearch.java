package dev.millrace.training.pipeline;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Factors;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses factorisation settings, recency weight and, where there are several event types, what each is worth, on
 * history alone, within a budget of trials and time.
 */
public final class FactorSearch {

    /**
     * What the search may cost.
     *
     * @param trials factorisations at most; 1 tries the defaults alone
     * @param time no further trial is begun after it
     */
    public record Budget(int trials, Duration time) {

        public Budget {
            if (trials < 1) {
                throw new IllegalArgumentException("training.search.trials must be at least 1, was " + trials);
            }
            if (time.isNegative()) {
                throw new IllegalArgumentException("training.search.time must not be negative, was " + time);
            }
        }
    }

    /**
     * What the search found.
     *
     * @param weights worth of each event type
     * @param gamma recency weight per event
     * @param factors of {@code ratings}, trained with the choice
     * @param trials factorisations it took
     */
    record Found(
            FactorChoice choice,
            EventWeights weights,
            float gamma,
            double ndcg20,
            Ratings ratings,
            Factors factors,
            int trials) {}

    private static final Logger LOG = LoggerFactory.getLogger(FactorSearch.class);

    /** A step too small to matter is one too many to try. */
    private static final float[] FACTORS = {3f, 1 / 3f};

    private final InteractionLog log;
    private final int until;
    private final EventWeights weights;
    private final List<Case> cases;
    private final int iterations;
    private final long seed;
    private final ProgressListener progress;
    private int trials;
    private @Nullable Found best;

    /**
     * @param until events from this index on are not trained on
     * @param cases what the choices are judged by
     */
    FactorSearch(
            InteractionLog log,
            int until,
            EventWeights weights,
            List<Case> cases,
            int iterations,
            long seed,
            ProgressListener progress) {
        this.log = log;
        this.until = until;
        this.weights = weights;
        this.cases = cases;
        this.iterations = iterations;
        this.seed = seed;
        this.progress = progress;
    }

    Found run(FactorChoice start, Budget budget, LongSupplier nanoTime) {
        long begun = nanoTime.getAsLong();
        BooleanSupplier late =
                () -> nanoTime.getAsLong() - begun >= budget.time().toNanos();
        new HillClimb<>(
                        FactorChoice::neighbours,
                        choice -> trial(choice, weights, budget),
                        () -> trials >= budget.trials() || late.getAsBoolean())
                .from(start);
        if (budget.trials() > 1) {
            weighTypes(budget, late);
        }
        progress.progress(Stage.SEARCH, 1);
        Found found = Objects.requireNonNull(best);
        return new Found(
                found.choice(),
                found.weights(),
                found.gamma(),
                found.ndcg20(),
                found.ratings(),
                found.factors(),
                trials);
    }

    /** Tries for each type in turn whether it is worth more, or less, beside the others. */
    private void weighTypes(Budget budget, BooleanSupplier late) {
        List<String> types = new TypeShares(log, until).common(weights);
        for (String type : types.size() < 2 ? List.<String>of() : types) {
            for (float factor : FACTORS) {
                Found before = Objects.requireNonNull(best);
                if (late.getAsBoolean()) {
                    return;
                }
                trial(before.choice(), before.weights().scaled(type, factor), budget);
                if (best != before) {
                    break;
                }
            }
        }
    }

    private double trial(FactorChoice wanted, EventWeights weights, Budget budget) {
        Ratings ratings =
                Ratings.of(log, 0, until, wanted.als(weights, iterations, seed).foldIn());
        FactorChoice choice = wanted.within(ratings.users(), ratings.items().size());
        if (choice.dimension() < wanted.dimension() && trials == 0) {
            LOG.info(
                    "{} factors instead of {}: there are {} users and {} items",
                    choice.dimension(),
                    wanted.dimension(),
                    ratings.users(),
                    ratings.items().size());
        }
        AlsSettings settings = choice.als(weights, iterations, seed);
        Factors factors = new AlsTrainer()
                .train(
                        ratings,
                        settings,
                        done -> progress.progress(
                                Stage.SEARCH,
                                Math.min(1, (trials + (double) done / (iterations + 1)) / budget.trials())));
        trials++;
        RecencyTrial.Best found = new RecencyTrial(ratings.items(), weights, cases).best(factors.items(), choice);
        LOG.info("{}, {}, recency gamma {}: NDCG@20 {}", choice, weights.toMap(), found.gamma(), found.ndcg20());
        if (best == null || found.ndcg20() > best.ndcg20()) {
            best = new Found(choice, weights, found.gamma(), found.ndcg20(), ratings, factors, trials);
        }
        return found.ndcg20();
    }
}
