package dev.millrace.training.pipeline;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.retrieval.NormPrunedIndex;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses settings on one slice of the log, judges the model on a later one, and trains it again on everything.
 *
 * <pre>[ train factors ............ | choose settings, learn ranker | judge ] then train on all of it</pre>
 */
public final class TrainingPipeline {

    /** Events below which there is nothing to learn. */
    private static final int LEAST_EVENTS = 20;

    private final PipelineSettings settings;
    private final LongSupplier nanoTime;

    /** @param nanoTime bounds the search for settings */
    public TrainingPipeline(PipelineSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /**
     * @param champion model that serves now, to be compared with on events it was not trained on
     * @throws TooLittleDataException when there is nothing to learn from
     */
    public TrainedModel train(InteractionLog log, @Nullable ModelBundle champion, ProgressListener progress) {
        Slices slices = Slices.of(log, settings);
        if (log.size() < LEAST_EVENTS
                || Ratings.of(log, 0, slices.trainUntil(), start()).users() == 0) {
            throw new TooLittleDataException("only " + log.size() + " events to learn from");
        }
        FactorSearch.Found found = search(log, slices, progress);
        Judgement judgement = judge(log, slices, found, champion);
        progress.progress(Stage.REPLAY, 1);

        FoldInSettings foldIn = found.choice().foldIn(found.gamma(), settings.weights());
        AlsSettings als = found.choice().als(settings.weights(), settings.iterations(), settings.seed());
        Ratings ratings = Ratings.of(log, 0, log.size(), als.foldIn());
        FactorMatrix factors = new AlsTrainer()
                .train(ratings, als, done -> progress.progress(Stage.TRAIN, (double) done / settings.iterations()))
                .items();
        progress.progress(Stage.TRAIN, 1);
        var bundle = new ModelBundle(
                TrainedModel.UNNAMED, ratings.items(), factors, floats(Gramian.of(factors)), foldIn, List.of(), null);
        return new TrainedModel(
                bundle,
                chosen(found),
                judgement.metrics(),
                Map.of(),
                null,
                log.size(),
                ratings.users(),
                settings.gate().objections(judgement.measured()));
    }

    private FoldInSettings start() {
        return FactorChoice.DEFAULT.foldIn(FactorChoice.DEFAULT_GAMMA, settings.weights());
    }

    private FactorSearch.Found search(InteractionLog log, Slices slices, ProgressListener progress) {
        boolean small = log.size() < settings.minimumSearchEvents();
        FactorSearch.Budget budget =
                small ? new FactorSearch.Budget(1, settings.budget().time()) : settings.budget();
        return new FactorSearch(
                        log,
                        slices.trainUntil(),
                        settings.weights(),
                        slices.chooseCases(),
                        settings.searchIterations(),
                        settings.seed(),
                        progress)
                .run(FactorChoice.DEFAULT, budget, nanoTime);
    }

    private Judgement judge(
            InteractionLog log, Slices slices, FactorSearch.Found found, @Nullable ModelBundle champion) {
        int[] targets = slices.judgeTargets();
        List<Case> cases = slices.judgeCases();
        FoldInSettings foldIn = found.choice().foldIn(found.gamma(), settings.weights());
        int[] ranks = new PersonalLists(
                        found.ratings().items(),
                        new FoldIn(found.factors(), foldIn),
                        new NormPrunedIndex(found.factors()))
                .ranks(cases);
        var yardstick = new PopularityYardstick(log, settings.weights());
        double halfLife = yardstick.bestHalfLife(slices.chooseTargets(), slices.chooseCases());
        int[] popularity = yardstick.ranks(halfLife, targets, cases);
        int[] championRanks = champion == null
                ? new int[targets.length]
                : new PersonalLists(
                                champion.items(),
                                new FoldIn(champion.factors(), champion.foldIn()),
                                new NormPrunedIndex(champion.factors()))
                        .ranks(cases);
        return new Judgement(log, targets, ranks, popularity, champion == null ? null : championRanks);
    }

    private Map<String, String> chosen(FactorSearch.Found found) {
        Map<String, String> chosen = new TreeMap<>();
        chosen.put("model.dimension", Integer.toString(found.choice().dimension()));
        chosen.put("model.iterations", Integer.toString(settings.iterations()));
        chosen.put("training.trials", Integer.toString(found.trials()));
        chosen.put("training.seed", Long.toString(settings.seed()));
        return chosen;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
