package dev.millrace.model.recommend;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.UserPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes lists with a model for users with fixed histories: no exception, no score that is not a number. What trains a
 * model and what serves it ask the same.
 */
public final class SmokeTest {

    private static final int HISTORY = 10;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;

    /** A model that is slow to make lists must not hold up the rollout that replaces it. */
    private static final long LONGEST_NANOS = 2_000_000_000;

    private final FeatureDefinitions definitions;
    private final RecommenderSettings lists;
    private final EventWeights weights;
    private final ItemView items;

    public SmokeTest(FeatureDefinitions definitions, RecommenderSettings lists, EventWeights weights, ItemView items) {
        this.definitions = definitions;
        this.lists = lists;
        this.weights = weights;
        this.items = items;
    }

    /** What is wrong with the model; empty when {@code lists} lists, or those of two seconds, could be made. */
    public Optional<String> fault(ServingModel model, int lists) {
        Optional<String> type = positiveType(model.bundle().foldIn().weights());
        if (type.isEmpty()) {
            return Optional.of("no event type has a positive weight in the model's settings");
        }
        var recommender = new Recommender(definitions, this.lists, weights);
        var random = new SplittableRandom(42);
        long latest = System.nanoTime() + LONGEST_NANOS;
        for (int i = 0; i < lists && (i == 0 || System.nanoTime() - latest < 0); i++) {
            ScoredList list;
            try {
                list = recommender.recommend(user(model, type.get(), random), model, items, NOW_MS);
            } catch (RuntimeException e) {
                return Optional.of("making a list fails with " + e);
            }
            for (ScoredItem item : list.items()) {
                if (!Float.isFinite(item.score())) {
                    return Optional.of("the score of " + item.itemId() + " is " + item.score());
                }
            }
            // A list is made without a ranker that fails: its failure shows here alone.
            if (model.ranker() != null && model.ranker().health().failures() > 0) {
                return Optional.of(model.ranker().health().lastFailure());
            }
        }
        return Optional.empty();
    }

    private static UserPreference user(ServingModel model, String type, SplittableRandom random) {
        List<Event> events = new ArrayList<>();
        int known = model.items().size();
        for (int i = 0; i < Math.min(HISTORY, known); i++) {
            String item = model.items().id(random.nextInt(known));
            events.add(new Event(item, type, 1, NOW_MS - i * HOUR_MS));
        }
        return new UserPreference(History.of(events), ConsumedItems.NONE, null, null, events.size(), 0, 0);
    }

    private static Optional<String> positiveType(EventWeights weights) {
        return weights.byType().keySet().stream()
                .filter(type -> weights.of(type, 1) > 0 || weights.of(type, 5) > 0)
                .min(String::compareTo);
    }
}
