package dev.millrace.model.evaluation;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
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
    private final boolean[] chosenUsers;

    /**
     * One protocol for any number of contenders.
     *
     * @param cut first event that is predicted
     * @param end event after the last one predicted
     * @param weights say which events are positive
     * @param chosenUsers users whose events are predicted, by number; null: all
     */
    public Prequential(
            InteractionLog log,
            int cut,
            int end,
            EventWeights weights,
            Variant variant,
            boolean @Nullable [] chosenUsers) {
        this.log = log;
        this.cut = cut;
        this.end = end;
        this.variant = variant;
        this.chosenUsers = chosenUsers == null ? everybody(log) : chosenUsers;
        this.positive = new boolean[log.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = weights.of(log.typeName(log.type(i)), log.value(i)) > 0;
        }
        this.late = lateItems(log);
    }

    private static boolean[] everybody(InteractionLog log) {
        boolean[] all = new boolean[log.userCount()];
        Arrays.fill(all, true);
        return all;
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
     * Replays the log once for one contender. Calls for several contenders may run at the same time.
     *
     * @param progress is told the share of the log that is done
     */
    public PrequentialQuality run(Contender contender, DoubleConsumer progress) {
        return new Pass(contender).run(progress);
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
        private long lists20;

        Pass(Contender contender) {
            this.contender = contender;
            for (int u = 0; u < touched.length; u++) {
                touched[u] = new TouchedItems();
            }
        }

        PrequentialQuality run(DoubleConsumer progress) {
            for (int i = 0; i < end; ) {
                int next = Math.min(end, log.firstAt(log.timestampMs(i) + 1));
                if (i >= cut) {
                    predict(i, next);
                }
                for (int event = i; event < next; event++) {
                    learn(event);
                }
                i = next;
                progress.accept((double) i / end);
            }
            int catalogue = log.itemCount();
            return new PrequentialQuality(
                    all.quality(catalogue), fewEvents.quality(catalogue), lateItems.quality(catalogue), lists20);
        }

        private void predict(int from, int to) {
            for (int event = from; event < to; event++) {
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
                    && chosenUsers[user]
                    && (variant == Variant.ALL || !touched[user].contains(log.item(event)));
        }

        /** One list serves all targets of the user at this moment. */
        private int[] list(int user, long nowMs) {
            int[] made = lists[user];
            if (made == null) {
                made = contender.list(user, nowMs, DEPTH, variant == Variant.NEW ? touched[user] : NOTHING);
                lists[user] = made;
                lists20++;
                for (int item : made) {
                    all.listed(item);
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
            touched[user].add(log.item(event));
            known[log.item(event)] = true;
            events[user]++;
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
