package dev.millrace.model.replay;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Factors;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.CategoryRegression;
import dev.millrace.model.newitems.NewItemBasis;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ServingModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Users and items of known taste: user and item number n belong to group n mod {@value #GROUPS}, users take nine items
 * of ten from their own group. A model is trained on that; what the test adds comes later.
 */
final class KnownTaste {

    static final int GROUPS = 4;
    static final int USERS = 200;
    static final int ITEMS = 120;
    static final int EVENTS_EACH = 12;

    private final InteractionLog.Builder events = InteractionLog.builder();
    private final Map<String, ItemFacts> catalogue = new HashMap<>();
    private final FeatureDefinitions definitions = FeatureDefinitions.standard();
    private final int trainedOn;
    private long clockMs = 1_000_000_000_000L;

    KnownTaste() {
        Random random = new Random(77);
        for (int e = 0; e < EVENTS_EACH; e++) {
            for (int user = 0; user < USERS; user++) {
                int item = random.nextInt(ITEMS);
                boolean stray = random.nextInt(10) == 0;
                then("u" + user, "purchase", "i" + (stray ? item : item - item % GROUPS + user % GROUPS));
            }
        }
        trainedOn = events.size();
        for (int item = 0; item < ITEMS; item++) {
            catalogue("i" + item, item % GROUPS, 0);
        }
    }

    /** One more event, a minute after the last. */
    KnownTaste then(String user, String type, String item) {
        clockMs += 60_000;
        events.add(user, item, type, 1, clockMs);
        return this;
    }

    /** An item of the catalogue; its category is its group. */
    KnownTaste catalogue(String item, int group, long createdAtMs) {
        catalogue.put(
                item,
                new ItemFacts(item, List.of("group " + group), null, createdAtMs, Long.MIN_VALUE, Long.MAX_VALUE));
        return this;
    }

    /** An item of which the catalogue says nothing but that it has it. */
    KnownTaste catalogue(String item) {
        catalogue.put(item, ItemFacts.of(null, List.of(), null));
        return this;
    }

    static int group(String item) {
        return Integer.parseInt(item.substring(1)) % GROUPS;
    }

    /** The lists after all events so far. */
    Lists lists(RecommenderSettings settings, boolean foldNewItemsIn) {
        InteractionLog log = events.build();
        var foldIn = new FoldInSettings(0.1f, 0.01f, 1f, 0.9f, EventWeights.defaults());
        Ratings ratings = Ratings.of(log, 0, trainedOn, foldIn);
        Factors factors = new AlsTrainer().train(ratings, new AlsSettings(8, 8, foldIn, 1, 1), done -> {});
        ModelBundle bundle = ModelBundle.of("m1", ratings.items(), factors.items(), foldIn, List.of(), null);
        if (foldNewItemsIn) {
            bundle = bundle.withNewItems(NewItemBasis.of(
                    factors.users(), CategoryRegression.fit(ratings.items(), factors.items(), id -> catalogue
                            .getOrDefault(id, ItemFacts.of(null, List.of(), null))
                            .categories())));
        }
        var replay = new Replay(log, definitions, EventWeights.defaults(), catalogue);
        ServingModel model = ServingModel.load(bundle, replay.items(), definitions);
        replay.follow(model);
        replay.advanceTo(log.size());
        return new Lists(log, replay, model, new Recommender(definitions, settings, EventWeights.defaults()));
    }

    /** Whose lists can be asked for. */
    record Lists(InteractionLog log, Replay replay, ServingModel model, Recommender recommender) {

        List<ScoredItem> of(String user) {
            for (int number = 0; number < log.userCount(); number++) {
                if (log.userId(number).equals(user)) {
                    return recommender
                            .recommend(replay.user(number), model, replay.items(), replay.nowMs())
                            .items();
                }
            }
            throw new IllegalArgumentException("no user " + user);
        }

        List<String> items(String user) {
            return of(user).stream().map(ScoredItem::itemId).toList();
        }
    }
}
