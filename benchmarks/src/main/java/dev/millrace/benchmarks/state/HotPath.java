package dev.millrace.benchmarks.state;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Factors;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.foldin.WeightedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What scoring-app computes for one event, on users and a model learnt from a log: from the stored bytes to the list
 * and back to bytes. One step per method, so that each can be charged for its own garbage. Not thread-safe.
 */
final class HotPath {

    private static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();
    private static final int CANDIDATES = 200;

    private final float[] rows = new float[CANDIDATES * DEFINITIONS.names().size()];
    private final float[] scores = new float[CANDIDATES];
    private final ServingModel model;
    private final Recommender recommender;
    private final Replay replay;
    private final List<UserPreference> users;
    private final List<byte[]> stored;

    private HotPath(
            ServingModel model,
            Recommender recommender,
            Replay replay,
            List<UserPreference> users,
            List<byte[]> stored) {
        this.model = model;
        this.recommender = recommender;
        this.replay = replay;
        this.users = users;
        this.stored = stored;
    }

    /** @param catalogue what is known of items beside their events */
    static HotPath of(InteractionLog log, Map<String, ItemFacts> catalogue, int dimension) {
        Ratings ratings = Ratings.of(log, 0, log.size(), FoldInSettings.defaults());
        Factors factors =
                new AlsTrainer().train(ratings, AlsSettings.defaults().withDimension(dimension), iteration -> {});
        Replay replay = new Replay(log, DEFINITIONS, EventWeights.defaults(), catalogue);
        replay.advanceTo(log.size());
        ServingModel model = model(ratings.items(), factors.items(), DEFINITIONS.names(), replay);
        List<UserPreference> users = new ArrayList<>();
        List<byte[]> stored = new ArrayList<>();
        for (int user = 0; user < log.userCount(); user++) {
            UserPreference known = replay.user(user);
            float[] vector = model.foldIn().fold(known.history(), model.items());
            users.add(known.withVector(vector, model.version()));
            stored.add(PreferenceCodec.encode(users.get(user)));
        }
        return new HotPath(model, recommender(RecommenderSettings.defaults()), replay, users, stored);
    }

    /** The same users and factors, with a ranker that has no column whose name begins so. */
    HotPath without(List<String> beginnings) {
        List<String> columns = DEFINITIONS.without(beginnings).names();
        ServingModel other = model(model.items(), model.bundle().factors(), columns, replay);
        return new HotPath(other, recommender(RecommenderSettings.defaults()), replay, users, stored);
    }

    /** The same with lists that give no reasons. */
    HotPath withoutReasons() {
        RecommenderSettings standard = RecommenderSettings.defaults();
        var settings = new RecommenderSettings(
                standard.listLength(),
                standard.personal(),
                standard.coVisited(),
                standard.trending(),
                standard.newest(),
                0,
                standard.coVisitedBlend());
        return new HotPath(model, recommender(settings), replay, users, stored);
    }

    private static Recommender recommender(RecommenderSettings settings) {
        return new Recommender(DEFINITIONS, settings, EventWeights.defaults());
    }

    private static ServingModel model(ItemIndex items, FactorMatrix factors, List<String> columns, Replay replay) {
        float[] weights = new float[columns.size()];
        Arrays.fill(weights, 1f / weights.length);
        ModelBundle bundle = ModelBundle.of(
                "20260101-120000-a1b2c3",
                items,
                factors,
                FoldInSettings.defaults(),
                columns,
                OnnxExport.linear(new LinearRanker(weights)));
        return ServingModel.load(bundle, replay.items(), DEFINITIONS);
    }

    int users() {
        return users.size();
    }

    double historyLength() {
        return users.stream().mapToInt(user -> user.history().size()).average().orElse(0);
    }

    Object decode(int user) {
        return PreferenceCodec.decode(stored.get(user));
    }

    Object encode(int user) {
        return PreferenceCodec.encode(users.get(user));
    }

    Object foldIn(int user) {
        return model.foldIn()
                .fold(WeightedItems.of(
                        users.get(user).history(), model.items(), model.bundle().foldIn()));
    }

    Object retrieve(int user) {
        UserPreference known = users.get(user);
        float[] vector = known.vector();
        if (vector == null) {
            throw new IllegalStateException("user " + user + " was not folded in");
        }
        return model.index().search(vector, RecommenderSettings.defaults().personal(), row -> known.consumed()
                .containsHash(model.items().hash(row)));
    }

    /** The ranker alone, on as many rows as a list has candidates. */
    Object rank(int user) {
        OnnxRanker ranker = model.ranker();
        if (ranker == null) {
            throw new IllegalStateException("the model has no ranker");
        }
        ranker.score(rows, CANDIDATES, scores);
        return scores;
    }

    /** Folding in and retrieving are part of it. */
    Object list(int user) {
        return recommender.recommend(users.get(user), model, replay.items(), replay.nowMs());
    }
}
