package dev.millrace.benchmarks.state;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Factors;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.foldin.WeightedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
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

    private final ServingModel model;
    private final Recommender recommender;
    private final Replay replay;
    private final List<UserPreference> users = new ArrayList<>();
    private final List<byte[]> stored = new ArrayList<>();

    private HotPath(ServingModel model, Recommender recommender, Replay replay) {
        this.model = model;
        this.recommender = recommender;
        this.replay = replay;
    }

    static HotPath of(InteractionLog log, int dimension) {
        FeatureDefinitions definitions = FeatureDefinitions.standard();
        Ratings ratings = Ratings.of(log, 0, log.size(), FoldInSettings.defaults());
        Factors factors =
                new AlsTrainer().train(ratings, AlsSettings.defaults().withDimension(dimension), iteration -> {});
        Replay replay = new Replay(log, definitions, EventWeights.defaults(), Map.of());
        replay.advanceTo(log.size());
        List<String> features = definitions.names();
        float[] weights = new float[features.size()];
        Arrays.fill(weights, 1f / weights.length);
        ModelBundle bundle = ModelBundle.of(
                "20260101-120000-a1b2c3",
                ratings.items(),
                factors.items(),
                FoldInSettings.defaults(),
                features,
                OnnxExport.linear(new LinearRanker(weights)));
        ServingModel model = ServingModel.load(bundle, replay.items(), definitions);
        HotPath path = new HotPath(
                model, new Recommender(definitions, RecommenderSettings.defaults(), EventWeights.defaults()), replay);
        for (int user = 0; user < log.userCount(); user++) {
            UserPreference known = replay.user(user);
            float[] vector = model.foldIn().fold(known.history(), model.items());
            path.users.add(known.withVector(vector, model.version()));
            path.stored.add(PreferenceCodec.encode(path.users.get(user)));
        }
        return path;
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

    /** Folding in and retrieving are part of it. */
    Object list(int user) {
        return recommender.recommend(users.get(user), model, replay.items(), replay.nowMs());
    }
}
