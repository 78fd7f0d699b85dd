package dev.millrace.cli.evaluate;

import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.avro.ScoredExample;
import dev.millrace.cli.demo.Served;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.Presenter;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import dev.millrace.model.replay.ReplayShelf;
import dev.millrace.model.rules.ListedItem;
import dev.millrace.model.rules.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes again, offline and without Kafka, every list that the apps made of a stream, and compares.
 *
 * <p>A list is made when an event comes: of the user with it, and of items without it, because the features of its item
 * are still on their way then.
 */
public final class ServedComparison {

    /** Items of a published list. */
    private static final int SHOWN = 20;

    /** Looks at each list while it is compared. */
    interface Watcher {

        /**
         * @param event the newest one of the list
         * @param logged features as they were served; null when they were not logged
         * @param again the same list, made offline
         */
        void list(int event, @Nullable ScoredExample logged, ScoredList again);
    }

    /** What came of one list. */
    public enum Outcome {
        /** The same items in the same order. */
        IDENTICAL,
        /** The user's next event came before the list was made: nobody could have seen it. */
        TOO_LATE,
        DIFFERENT
    }

    /**
     * A list that differs.
     *
     * @param position of the first difference, from 1
     * @param online, offline the items there; null where the list has ended
     */
    public record Difference(
            String user,
            long timestampMs,
            int position,
            @Nullable String online,
            @Nullable String offline) {}

    private final Served served;
    private final InteractionLog log;
    private final Replay replay;
    private final @Nullable ServingModel model;
    private final Recommender recommender;
    private final Presenter presenter;
    private final Skew skew;
    private final Map<Outcome, Integer> outcomes = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    /** @param rules that the publisher had */
    public ServedComparison(
            Served served, Map<String, ItemFacts> catalogue, FeatureDefinitions definitions, Rules rules) {
        EventWeights weights = EventWeights.defaults();
        RecommenderSettings settings = RecommenderSettings.defaults();
        this.served = served;
        this.log = served.log();
        this.replay = new Replay(log, definitions, weights, catalogue);
        this.model = served.model() == null ? null : ServingModel.load(served.model(), replay.items(), definitions);
        this.recommender = new Recommender(definitions, settings, weights);
        this.presenter = new Presenter(
                rules, new ReplayShelf(replay, definitions), settings.listLength(), settings.listLength());
        this.skew = new Skew(columns(served.model(), definitions));
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, 0);
        }
    }

    private static List<String> columns(@Nullable ModelBundle model, FeatureDefinitions definitions) {
        return model == null || model.features().isEmpty() ? definitions.names() : model.features();
    }

    /** Goes through the live part of the stream once. */
    public void run() {
        run((event, logged, again) -> {});
    }

    void run(Watcher watcher) {
        replay.advanceTo(served.cut());
        replay.resumeNeighbours(served.neighbours());
        if (model != null) {
            replay.follow(model);
        }
        for (int from = served.cut(); from < log.size(); ) {
            int to = log.firstAt(log.timestampMs(from) + 1);
            replay.advanceUsersTo(to);
            Map<Integer, Integer> lastOfUser = new LinkedHashMap<>();
            for (int event = from; event < to; event++) {
                lastOfUser.put(log.user(event), event);
            }
            lastOfUser.forEach((user, event) -> compare(user, event, watcher));
            replay.advanceTo(to);
            from = to;
        }
    }

    private void compare(int number, int event, Watcher watcher) {
        String user = log.userId(number);
        long offset = served.offsets()[event];
        UserPreference state = replay.user(number);
        ScoredList scored = recommender.recommend(state, model, replay.items(), log.timestampMs(event));
        ScoredExample example = served.examples().getOrDefault(user, Map.of()).get(offset);
        watcher.list(event, example, scored);
        if (example != null) {
            skew.compare(example, scored);
        }
        List<String> offline =
                presenter.present(scored, state, log.timestampMs(event), seed(user, offset)).items().stream()
                        .limit(SHOWN)
                        .map(ListedItem::itemId)
                        .toList();
        Outcome outcome = outcome(user, number, event, online(user, offset), offline);
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** As the publisher names the list. */
    private static long seed(String user, long asOfOffset) {
        return ((long) user.hashCode() << 32) ^ asOfOffset;
    }

    /** The list in force: the one made with this event or, where that was not published for being the same, before. */
    private List<String> online(String user, long offset) {
        NavigableMap<Long, Recommendations> lists = served.lists().get(user);
        Map.Entry<Long, Recommendations> inForce = lists == null ? null : lists.floorEntry(offset);
        return inForce == null
                ? List.of()
                : inForce.getValue().getItems().stream()
                        .map(RecommendedItem::getItemId)
                        .toList();
    }

    private Outcome outcome(String user, int number, int event, List<String> online, List<String> offline) {
        if (online.equals(offline)) {
            return Outcome.IDENTICAL;
        }
        if (isLate(user, number, event)) {
            return Outcome.TOO_LATE;
        }
        int same = 0;
        while (same < Math.min(online.size(), offline.size())
                && online.get(same).equals(offline.get(same))) {
            same++;
        }
        differences.add(new Difference(
                user,
                log.timestampMs(event),
                same + 1,
                same < online.size() ? online.get(same) : null,
                same < offline.size() ? offline.get(same) : null));
        return Outcome.DIFFERENT;
    }

    private boolean isLate(String user, int number, int event) {
        NavigableMap<Long, Long> scored = served.scoredAtMs().get(user);
        Long madeMs = scored == null ? null : scored.get(served.offsets()[event]);
        if (madeMs == null) {
            return true; // several events were scored together, this one not as the last of them
        }
        int next = event + 1;
        while (next < log.size() && log.user(next) != number) {
            next++;
        }
        return next < log.size() && served.appendedMs()[next] <= madeMs;
    }

    public Map<Outcome, Integer> outcomes() {
        return outcomes;
    }

    /** Every list that differs though it was made in time. */
    public List<Difference> differences() {
        return differences;
    }

    public Skew skew() {
        return skew;
    }
}
