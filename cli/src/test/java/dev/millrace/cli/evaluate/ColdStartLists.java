package dev.millrace.cli.evaluate;

import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventFile;
import dev.millrace.cli.input.ItemFile;
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
import dev.millrace.model.preferences.Effect;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A recorded stream behind one model that was trained on its first 60 % and never again: how lists fare where users and
 * items are new to it. Settings are fixed, so that two runs compare.
 */
final class ColdStartLists {

    private static final double HISTORY = 0.6;
    private static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();

    /** Lists of 20 from all sources, and from the factors alone. */
    static final RecommenderSettings ALL = new RecommenderSettings(20, 120, 20, 100, 10, 0, 0.5);

    static final RecommenderSettings FACTORS = new RecommenderSettings(20, 20, 0, 0, 0, 0, 0);

    final InteractionLog log;
    final int cut;
    final Replay replay;
    final ServingModel model;
    final EventWeights weights = EventWeights.defaults();
    private final Recommender recommender;

    private ColdStartLists(
            InteractionLog log,
            Map<String, ItemFacts> catalogue,
            RecommenderSettings settings,
            boolean foldNewItemsIn) {
        this.log = log;
        this.cut = log.cut(HISTORY);
        var foldIn = new FoldInSettings(0.1f, 0.01f, 1f, 0.94f, weights);
        var training = new FoldInSettings(0.1f, 0.01f, 1f, 1f, weights);
        Ratings ratings = Ratings.of(log, 0, cut, training);
        Factors factors = new AlsTrainer().train(ratings, new AlsSettings(32, 8, training, 1, 0), done -> {});
        ModelBundle bundle = ModelBundle.of("m", ratings.items(), factors.items(), foldIn, List.of(), null);
        if (foldNewItemsIn) {
            bundle = bundle.withNewItems(NewItemBasis.of(
                    factors.users(),
                    CategoryRegression.fit(ratings.items(), factors.items(), id -> categories(catalogue, id))));
        }
        this.replay = new Replay(log, DEFINITIONS, weights, catalogue);
        this.model = ServingModel.load(bundle, replay.items(), DEFINITIONS);
        replay.follow(model);
        this.recommender = new Recommender(DEFINITIONS, settings, weights);
    }

    static ColdStartLists of(Path events, Path items, RecommenderSettings settings, boolean foldNewItemsIn) {
        return of(EventFile.read(events).log().withValueWhereNone(1), items, settings, foldNewItemsIn);
    }

    static ColdStartLists of(InteractionLog log, Path items, RecommenderSettings settings, boolean foldNewItemsIn) {
        Map<String, ItemFacts> catalogue = new HashMap<>();
        for (CatalogItem item : ItemFile.read(items).items()) {
            catalogue.put(item.itemId(), ItemFacts.of(item.title(), item.categories(), item.price()));
        }
        return new ColdStartLists(log, catalogue, settings, foldNewItemsIn);
    }

    private static List<String> categories(Map<String, ItemFacts> catalogue, String item) {
        ItemFacts facts = catalogue.get(item);
        return facts == null ? List.of() : facts.categories();
    }

    boolean positive(int event) {
        return weights.effect(log.typeName(log.type(event)), log.value(event)) == Effect.POSITIVE;
    }

    boolean dislike(int event) {
        return weights.of(log.typeName(log.type(event)), log.value(event)) < 0;
    }

    String item(int event) {
        return log.itemId(log.item(event));
    }

    /** The list that the user of an event had just before the event's timestamp. */
    List<String> before(int event) {
        replay.advanceTo(log.firstAt(log.timestampMs(event)));
        return now(log.user(event));
    }

    List<String> now(int user) {
        return recommender.recommend(replay.user(user), model, replay.items(), replay.nowMs()).items().stream()
                .map(ScoredItem::itemId)
                .toList();
    }
}
