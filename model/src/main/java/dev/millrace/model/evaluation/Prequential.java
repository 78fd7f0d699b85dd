package dev.millrace.model.evaluation;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Strict prequential replay ("predict, then learn", Dawid 1984): the events before the cut are learnt, the others first
 * predicted and then learnt. All events of one timestamp are predicted from the state before it, because a basket of
 * many lines would otherwise predict itself. A target is a positive event; its item is a miss when nobody has touched
 * it yet.
 */
public final class Prequential {

    private static final int DEPTH = 20;

    /** Users with fewer events than this are counted apart as well. */
    private static final int FEW_EVENTS = 5;

    /** Items first seen in this last share of the log are counted apart as well. */
    private static final double LATE_SHARE = 0.05;

    private static final TouchedItems NOTHING = new TouchedItems();

    private final InteractionLog log;
    private final int cut;
    private final int end;
    private final Variant variant;
    private final boolean[] positive;
    private final boolean[] late;
    private final @Nullable BitSet asked;
    private final ItemSimilarity similarity;

    /** A protocol that is not interested in diversity: no item is like another. */
    public Prequential(
            InteractionLog log, int cut, int end, EventWeights weights, Variant variant, @Nullable BitSet asked) {
        this(log, cut, end, weights, variant, asked, (one, other) -> 0);
    }

    /**
     * One protocol for any number of contenders.
     *
     * @param cut first event that is predicted
     * @param end event after the last one predicted
     * @param weights say which events are positive
     * @param asked the events that may be targets; null: all
     * @param similarity by which the diversity of lists is told
     */
    public Prequential(
            InteractionLog log,
            int cut,
            int end,
            EventWeights weights,
            Variant variant,
            @Nullable BitSet asked,
            ItemSimilarity similarity) {
        this.log = log;
        this.cut = cut;
        this.end = end;
        this.variant = variant;
        this.asked = asked;
        this.similarity = similarity;
        this.positive = new boolean[log.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = weights.wanted(log.typeName(log.type(i)), log.value(i));
        }
        this.late = lateItems(log);
    }

    private static boolean[] lateItems(InteractionLog log) {
        boolean[] seen = new boolean[log.itemCount()];
        boolean[] late = new boolean[log.itemCount()];
        int from = (int) Math.round((1 - LATE_SHARE) * log.size());
        for (int i = 0; i < log.size(); i++) {
            int item = log.item(i);
            late[item] |= !seen[item] && i >= from;
            seen[item] = true;
        }
        return late;
    }

    /**
     * Events of users drawn at random, so many that about {@code targets} of them are positive: whole users, because
     * they are the clusters of the standard error.
     */
    public static BitSet ofSomeUsers(
            InteractionLog log, int cut, int end, EventWeights weights, int targets, long seed) {
        int[] targetsOf = new int[log.userCount()];
        positives(log, cut, end, weights).forEach(event -> targetsOf[log.user(event)]++);
        List<Integer> users =
                new ArrayList<>(IntStream.range(0, log.userCount()).boxed().toList());
        Collections.shuffle(users, new Random(seed));
        BitSet drawn = new BitSet();
        int found = 0;
        for (int i = 0; i < users.size() && found < targets; i++) {
            drawn.set(users.get(i));
            found += targetsOf[users.get(i)];
        }
        BitSet events = new BitSet();
        IntStream.range(cut, end).filter(event -> drawn.get(log.user(event))).forEach(events::set);
        return events;
    }

    /** At most {@code targets} positive events drawn at random: more moments than those of a few users. */
    public static BitSet some(InteractionLog log, int cut, int end, EventWeights weights, int targets, long seed) {
        List<Integer> drawn =
                new ArrayList<>(positives(log, cut, end, weights).boxed().toList());
        Collections.shuffle(drawn, new Random(seed));
        BitSet events = new BitSet();
        drawn.stream().limit(targets).forEach(events::set);
        return events;
    }

    private static IntStream positives(InteractionLog log, int cut, int end, EventWeights weights) {
        return IntStream.range(cut, end)
                .filter(event -> weights.wanted(log.typeName(log.type(event)), log.value(event)));
    }

    /**
     * Replays the log once for one contender. Calls for several contenders may run at the same time.
     *
     * @param progress is told the share of the log that is done
     * @throws IllegalStateException when a list is too long, repeats an item or holds a touched one that must be left
     *     out
     */
    public PrequentialQuality run(Contender contender, DoubleConsumer progress) {
        return run(List.of(contender), progress).get(0);
    }

    /** Replays the log once for several contenders, moment by moment in turn: they may share what they learn. */
    public List<PrequentialQuality> run(List<? extends Contender> contenders, DoubleConsumer progress) {
        List<Pass> passes = contenders.stream().map(Pass::new).toList();
        for (int i = 0; i < end; ) {
            int from = i;
            int next = Math.min(end, log.firstAt(log.timestampMs(i) + 1));
            // All predict before the first one learns: what it learns may be shared.
            passes.forEach(pass -> pass.predict(from, next));
            passes.forEach(pass -> pass.learn(from, next));
            i = next;
            progress.accept((double) i / end);
        }
        return passes.stream().map(Pass::quality).toList();
    }

    /** State of one replay. */
    private final class Pass {

        private final Contender contender;
        private final TouchedItems[] touched = new TouchedItems[log.userCount()];
        private final int[] events = new int[log.userCount()];
        private final boolean[] known = new boolean[log.itemCount()];
        private final QualityMeter all = new QualityMeter();
        private final QualityMeter fewEvents = new QualityMeter();
        private final QualityMeter lateItems = new QualityMeter();
        private final int[][] lists = new int[log.userCount()][];
        private final ListCharacter character = new ListCharacter(log.userCount(), log.itemCount(), similarity);
        private long lists20;

        Pass(Contender contender) {
            this.contender = contender;
            for (int u = 0; u < touched.length; u++) {
                touched[u] = new TouchedItems();
            }
        }

        void learn(int from, int to) {
            for (int event = from; event < to; event++) {
                learn(event);
            }
        }

        PrequentialQuality quality() {
            int catalogue = log.itemCount();
            return new PrequentialQuality(
                    all.quality(catalogue),
                    fewEvents.quality(catalogue),
                    lateItems.quality(catalogue),
                    lists20,
                    character.summary());
        }

        void predict(int from, int to) {
            for (int event = Math.max(from, cut); event < to; event++) {
                if (isTarget(event)) {
                    count(log.user(event), log.item(event), list(log.user(event), log.timestampMs(event)));
                }
            }
            for (int event = from; event < to; event++) {
                lists[log.user(event)] = null;
            }
        }

        private boolean isTarget(int event) {
            int user = log.user(event);
            return positive[event]
                    && (asked == null || asked.get(event))
                    && (variant == Variant.ALL || !touched[user].contains(log.item(event)));
        }

        /** One list serves all targets of the user at this moment. */
        private int[] list(int user, long nowMs) {
            int[] made = lists[user];
            if (made == null) {
                TouchedItems leftOut = variant == Variant.NEW ? touched[user] : NOTHING;
                made = contender.list(user, nowMs, DEPTH, leftOut);
                check(made, leftOut);
                lists[user] = made;
                lists20++;
                character.listed(user, made);
                for (int item : made) {
                    if (item >= 0) {
                        all.listed(item);
                    }
                }
            }
            return made;
        }

        private void count(int user, int item, int[] list) {
            int rank = known[item] ? 1 + indexOf(list, item) : 0;
            all.add(user, rank);
            if (events[user] < FEW_EVENTS) {
                fewEvents.add(user, rank);
            }
            if (late[item]) {
                lateItems.add(user, rank);
            }
        }

        private void learn(int event) {
            int user = log.user(event);
            contender.learn(event);
            if (positive[event]) {
                character.taken(log.item(event));
            }
            touched[user].add(log.item(event));
            known[log.item(event)] = true;
            events[user]++;
        }
    }

    private static void check(int[] list, TouchedItems leftOut) {
        int[] items = Arrays.stream(list).filter(item -> item >= 0).sorted().toArray();
        boolean kept = list.length <= DEPTH;
        for (int i = 0; i < items.length; i++) {
            kept &= (i == 0 || items[i] != items[i - 1]) && !leftOut.contains(items[i]);
        }
        if (!kept) {
            throw new IllegalStateException(
                    "too long, with repeats or with touched items: the list " + Arrays.toString(list));
        }
    }

    private static int indexOf(int[] list, int item) {
        for (int i = 0; i < list.length; i++) {
            if (list[i] == item) {
                return i;
            }
        }
        return -1;
    }
}
