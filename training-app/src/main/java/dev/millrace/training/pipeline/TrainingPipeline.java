package dev.millrace.training.pipeline;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Factors;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.CategoryFactors;
import dev.millrace.model.newitems.CategoryRegression;
import dev.millrace.model.newitems.NewItemBasis;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Chooses settings on one slice of the log, judges the model on a later one, and trains it again on everything.
 *
 * <pre>[ train factors ............ | choose settings, learn ranker | judge ] then train on all of it</pre>
 */
public final class TrainingPipeline {

    /** Events below which there is nothing to learn. */
    private static final int LEAST_EVENTS = 20;

    private final PipelineSettings settings;
    private final FeatureDefinitions definitions;
    private final LongSupplier nanoTime;

    /** @param nanoTime bounds the search for settings */
    public TrainingPipeline(PipelineSettings settings, FeatureDefinitions definitions, LongSupplier nanoTime) {
        this.settings = settings;
        this.definitions = definitions;
        this.nanoTime = nanoTime;
    }

    /** @throws TooLittleDataException when there is nothing to learn from */
    public TrainedModel train(TrainingData data, ProgressListener progress) {
        InteractionLog log = data.log();
        Slices slices = Slices.of(log, settings);
        checkEnough(log, slices);
        long begun = nanoTime.getAsLong();
        FactorSearch.Found found = search(log, slices, progress);
        long searched = nanoTime.getAsLong();
        FoldInSettings foldIn = found.choice().foldIn(found.gamma(), found.weights());
        ModelBundle tried = bundle(found.ratings(), found.factors(), foldIn)
                .withNewItems(newItems(data, found.ratings(), found.factors()));
        RankerStage.Result ranked = new RankerStage(settings, definitions, nanoTime).run(data, slices, tried, progress);
        long replayed = nanoTime.getAsLong();
        AlsSettings als = found.choice().als(found.weights(), settings.iterations(), settings.seed());
        progress.progress(Stage.TRAIN, 0);
        Ratings ratings = Ratings.of(log, 0, log.size(), als.foldIn());
        Factors factors = new AlsTrainer()
                .train(ratings, als, done -> progress.progress(Stage.TRAIN, (double) done / settings.iterations()));
        progress.progress(Stage.TRAIN, 1);
        Map<String, Double> metrics = new TreeMap<>(ranked.judgement().metrics());
        metrics.put("searchSeconds", (searched - begun) / 1e9);
        metrics.put("replaySeconds", (replayed - searched) / 1e9);
        metrics.put("factoriseSeconds", (nanoTime.getAsLong() - replayed) / 1e9);
        return new TrainedModel(
                withRanker(bundle(ratings, factors, foldIn), ranked).withNewItems(newItems(data, ratings, factors)),
                chosen(found, ranked),
                metrics,
                ranked.references(),
                definitions.fingerprint(),
                log.size(),
                ratings.users(),
                settings.gate().objections(ranked.judgement().measured()));
    }

    private void checkEnough(InteractionLog log, Slices slices) {
        if (log.size() < LEAST_EVENTS) {
            throw new TooLittleDataException("only " + log.size() + " events to learn from");
        }
        if (slices.trainUntil() == 0) {
            throw new TooLittleDataException("all " + log.size()
                    + " events are of so few moments that there is no before and after to learn from");
        }
        EventWeights weights = settings.weights();
        Set<String> types = new TreeSet<>();
        for (int event = 0; event < slices.trainUntil(); event++) {
            if (weights.of(log.typeName(log.type(event)), log.value(event)) > 0) {
                return;
            }
            types.add(log.typeName(log.type(event)));
        }
        throw new TooLittleDataException("no event speaks for an item: of the types " + types
                + " none has a weight above 0 with the values it came with (event.weights.*)");
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

    private static ModelBundle bundle(Ratings ratings, Factors factors, FoldInSettings foldIn) {
        return ModelBundle.of(TrainedModel.UNNAMED, ratings.items(), factors.items(), foldIn, List.of(), null);
    }

    private static NewItemBasis newItems(TrainingData data, Ratings ratings, Factors factors) {
        CategoryFactors categories = CategoryRegression.fit(ratings.items(), factors.items(), item -> {
            ItemFacts facts = data.catalogue().get(item);
            return facts == null ? List.of() : facts.categories();
        });
        return NewItemBasis.of(factors.users(), categories);
    }

    private ModelBundle withRanker(ModelBundle factors, RankerStage.Result ranked) {
        return ranked.ranker() == null
                ? factors
                : factors.withRanker(definitions.names(), ranked.ranker().onnx());
    }

    private Map<String, String> chosen(FactorSearch.Found found, RankerStage.Result ranked) {
        Map<String, String> chosen = new TreeMap<>();
        chosen.put("model.dimension", Integer.toString(found.choice().dimension()));
        chosen.put("model.iterations", Integer.toString(settings.iterations()));
        chosen.put(
                "model.ranker",
                ranked.ranker() == null ? "none" : ranked.ranker().kind());
        chosen.put("training.trials", Integer.toString(found.trials()));
        chosen.put("training.seed", Long.toString(settings.seed()));
        return chosen;
    }
}
