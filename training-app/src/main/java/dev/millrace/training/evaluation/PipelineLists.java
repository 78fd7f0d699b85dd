package dev.millrace.training.evaluation;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lists that the pipeline makes: its state, its code, its settings, without Kafka. */
final class PipelineLists implements Contender {

    private final Replay replay;
    private final FeatureDefinitions definitions;
    private final Recommender recommender;
    private final Map<Integer, Supplier<ModelBundle>> trainings;
    private final Map<String, Integer> numbers = new HashMap<>();
    private @Nullable ServingModel model;
    private int learnt;

    /**
     * @param trainings by the number of events after which the model is replaced: the model trained on those events
     * @param weights also say which events take an item out of the user's lists
     */
    PipelineLists(
            InteractionLog log,
            Map<String, ItemFacts> catalogue,
            Map<Integer, Supplier<ModelBundle>> trainings,
            FeatureDefinitions definitions,
            EventWeights weights,
            RecommenderSettings settings) {
        this.replay = new Replay(log, definitions, weights, catalogue);
        this.trainings = trainings;
        this.definitions = definitions;
        this.recommender = new Recommender(definitions, settings, weights);
        for (int item = 0; item < log.itemCount(); item++) {
            numbers.put(log.itemId(item), item);
        }
    }

    @Override
    public void learn(int event) {
        replay.advanceTo(event + 1);
        Supplier<ModelBundle> training = trainings.get(++learnt);
        if (training != null) {
            model = ServingModel.load(training.get(), replay.items(), definitions);
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        List<ScoredItem> items = recommender
                .recommend(replay.user(user), model, replay.items(), nowMs)
                .items();
        return items.stream()
                .mapToInt(item -> numbers.getOrDefault(item.itemId(), -1))
                .filter(item -> !touched.contains(item))
                .limit(k)
                .toArray();
    }
}
