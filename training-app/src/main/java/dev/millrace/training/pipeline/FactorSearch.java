package dev.millrace.training.pipeline;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses factorisation settings and recency weight on history alone, within a budget of trials and time. */
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
     * @param gamma recency weight per event
     * @param factors of the items of {@code ratings}, trained with the choice
     * @param trials factorisations it took
     */
    record Found(FactorChoice choice, float gamma, double ndcg20, Ratings ratings, FactorMatrix factors, int trials) {}

    private static final Logger LOG = LoggerFactory.getLogger(FactorSearch.class);

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
        new HillClimb<>(
                        FactorChoice::neighbours,
                        choice -> trial(choice, budget),
                        () -> trials >= budget.trials()
                                || nanoTime.getAsLong() - begun >= budget.time().toNanos())
                .from(start);
        progress.progress(Stage.SEARCH, 1);
        Found found = Objects.requireNonNull(best);
        return new Found(found.choice(), found.gamma(), found.ndcg20(), found.ratings(), found.factors(), trials);
    }

    private double trial(FactorChoice choice, Budget budget) {
        AlsSettings settings = choice.als(weights, iterations, seed);
        Ratings ratings = Ratings.of(log, 0, until, settings.foldIn());
        FactorMatrix items = new AlsTrainer()
                .train(
                        ratings,
                        settings,
                        done -> progress.progress(
                                Stage.SEARCH, (trials + (double) done / (iterations + 1)) / budget.trials()))
                .items();
        trials++;
        RecencyTrial.Best found = new RecencyTrial(ratings.items(), weights, cases).best(items, choice);
        LOG.info("{}, recency gamma {}: NDCG@20 {}", choice, found.gamma(), found.ndcg20());
        if (best == null || found.ndcg20() > best.ndcg20()) {
            best = new Found(choice, found.gamma(), found.ndcg20(), ratings, items, trials);
        }
        return found.ndcg20();
    }
}
