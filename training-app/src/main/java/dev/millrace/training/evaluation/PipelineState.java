package dev.millrace.training.evaluation;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.NewItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import dev.millrace.model.replay.ReplayShelf;
import dev.millrace.model.rules.Shelf;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline at any moment of a log, without Kafka: its state, its code, its models. Several contenders may share
 * one, each with rules of its own; candidates are then scored once for all of them.
 */
final class PipelineState {

    /** A user and what scoring found for them. */
    record Scored(UserPreference user, ScoredList list) {}

    private final Replay replay;
    private final FeatureDefinitions definitions;
    private final Recommender recommender;
    private final Map<Integer, Supplier<ModelBundle>> trainings;
    private final Shelf shelf;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Scored> scored = new HashMap<>();
    private @Nullable ServingModel model;
    private int learnt;

    /**
     * @param trainings by the number of events after which the model is replaced: the model trained on those events
     * @param weights also say which events take an item out of the user's lists
     */
    PipelineState(
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
        this.shelf = new ReplayShelf(replay, definitions);
        for (int item = 0; item < log.itemCount(); item++) {
            numbers.put(log.itemId(item), item);
        }
    }

    /** Takes in the next event; again for the same event nothing happens. */
    void learn(int event) {
        if (event < learnt) {
            return;
        }
        scored.clear();
        replay.advanceTo(event + 1);
        learnt = event + 1;
        Supplier<ModelBundle> training = trainings.get(learnt);
        if (training != null) {
            // A list of new items of its own: all models of an evaluation have one version.
            model = ServingModel.load(training.get(), replay.items(), definitions, new NewItems());
            replay.followOnly(model);
        }
    }

    /** Candidates of a user at this moment, scored. */
    Scored scored(int user, long nowMs) {
        return scored.computeIfAbsent(user, number -> {
            UserPreference state = replay.user(number);
            return new Scored(state, recommender.recommend(state, model, replay.items(), nowMs));
        });
    }

    Shelf shelf() {
        return shelf;
    }

    /** Names the list that a user gets at this moment. */
    long seed(int user) {
        return ((long) user << 32) ^ learnt;
    }

    /** Number in the log of an item; -1 for one that only the catalogue has. */
    int number(String itemId) {
        return numbers.getOrDefault(itemId, -1);
    }
}
