package dev.millrace.training.pipeline;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * Replays the log through the pipeline's own code and makes the lists that its users would have had just before each
 * target event. One pass, forward only.
 */
final class ListReplay {

    private static final int DEPTH = 20;

    /** One model whose lists are wanted. */
    static final class Contender {

        private final ServingModel model;
        private final Recommender recommender;
        private final Map<Integer, ScoredList> made = new HashMap<>();
        private long madeAtMs = Long.MIN_VALUE;
        private int[] ranks = new int[0];

        private Contender(ServingModel model, Recommender recommender) {
            this.model = model;
            this.recommender = recommender;
        }

        /** Rank of each target of the last slice, 1 = first, 0 = not among the first 20. */
        int[] ranks() {
            return ranks;
        }
    }

    /** Looks at each list that is made. */
    interface Sink {
        /** @param target the event that the list was made for; one list may be given for several events of a moment */
        void accept(Contender contender, ScoredList list, int target);
    }

    private final InteractionLog log;
    private final FeatureDefinitions definitions;
    private final EventWeights weights;
    private final Replay replay;

    ListReplay(
            InteractionLog log,
            FeatureDefinitions definitions,
            EventWeights weights,
            Map<String, ItemFacts> catalogue) {
        this.log = log;
        this.definitions = definitions;
        this.weights = weights;
        this.replay = new Replay(log, definitions, weights, catalogue);
    }

    /** @throws RuntimeException as {@link ServingModel#load} */
    Contender contender(ModelBundle bundle, RecommenderSettings settings) {
        ServingModel model = ServingModel.load(bundle, replay.items(), definitions);
        replay.follow(model);
        return new Contender(model, new Recommender(definitions, settings, weights));
    }

    /**
     * Lets the contenders list for the same targets, each in the same state.
     *
     * @param sink is given each list with its contender and the target
     */
    void compete(int[] targets, List<Contender> contenders, Sink sink, DoubleConsumer progress) {
        contenders.forEach(contender -> contender.ranks = new int[targets.length]);
        for (int i = 0; i < targets.length; i++) {
            replay.advanceTo(log.firstAt(log.timestampMs(targets[i])));
            String wanted = log.itemId(log.item(targets[i]));
            for (Contender contender : contenders) {
                ScoredList list = list(contender, targets[i]);
                contender.ranks[i] = rank(list, wanted);
                sink.accept(contender, list, targets[i]);
            }
            progress.accept((i + 1.0) / targets.length);
        }
    }

    /** One list for all targets of a user at one moment. */
    private ScoredList list(Contender contender, int target) {
        if (log.timestampMs(target) != contender.madeAtMs) {
            contender.made.clear();
            contender.madeAtMs = log.timestampMs(target);
        }
        return contender.made.computeIfAbsent(
                log.user(target),
                user -> contender.recommender.recommend(
                        replay.user(user), contender.model, replay.items(), replay.nowMs()));
    }

    private static int rank(ScoredList list, String wanted) {
        List<ScoredItem> items = list.items();
        for (int place = 0; place < Math.min(DEPTH, items.size()); place++) {
            if (items.get(place).itemId().equals(wanted)) {
                return place + 1;
            }
        }
        return 0;
    }
}
