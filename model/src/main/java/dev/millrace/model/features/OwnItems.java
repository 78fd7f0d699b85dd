package dev.millrace.model.features;

import dev.millrace.model.preferences.PastItem;
import dev.millrace.model.preferences.PastItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one user took how often and when, as far as is remembered. Belongs to one list. */
final class OwnItems {

    private static final double DAY_MS = 86_400_000;

    /** Newest moments of a user that count as recent. */
    private static final int RECENT = 5;

    /** One item; a moment is all events of one time stamp, such as a basket. */
    static final class Taken {
        private int times;
        private int moments;
        private int recentMoments;
        private int newestMoment; // 0: before the history
        private long lastMs;
        private long firstMs = Long.MIN_VALUE;
    }

    private final Ordinals known = new Ordinals(64);
    private final List<Taken> taken = new ArrayList<>();
    private final Map<String, Taken> unknown = new HashMap<>(4);
    private int moments;
    private int allMoments;
    private int distinct;
    private int repeated;
    private long momentMs = Long.MIN_VALUE;

    void clear() {
        known.clear();
        taken.clear();
        unknown.clear();
        moments = 0;
        allMoments = 0;
        distinct = 0;
        repeated = 0;
    }

    /**
     * Adds an event, newest first. Whether the item had not been taken in a newer one.
     *
     * @param entry of the item; null while nothing is known about it
     */
    boolean older(String itemId, @Nullable ItemEntry entry, long timestampMs) {
        if (moments == 0 || timestampMs != momentMs) {
            momentMs = timestampMs;
            moments++;
        }
        Taken taken = entry == null ? unknown.computeIfAbsent(itemId, id -> new Taken()) : of(entry);
        taken.times++;
        if (taken.times == 1) {
            taken.lastMs = timestampMs;
            taken.newestMoment = moments;
            distinct++;
        } else if (taken.firstMs != timestampMs) {
            repeated++;
        }
        if (taken.times == 1 || taken.firstMs != timestampMs) {
            taken.firstMs = timestampMs;
            taken.moments++;
            taken.recentMoments += moments <= RECENT ? 1 : 0;
        }
        return taken.times == 1;
    }

    /** Once all events of the history have been added: what lies before them. */
    void before(PastItems past) {
        // A basket may have left the history in part: it is one moment all the same.
        allMoments = moments + past.moments() - (moments > 0 && momentMs == past.newestMs() ? 1 : 0);
    }

    /** Adds what is left of an item's events before the history, all of whose events have been added. */
    void before(PastItem item, ItemEntry entry) {
        Taken taken = of(entry);
        if (taken.times == 0) {
            taken.lastMs = item.lastMs();
        } else if (taken.firstMs == item.lastMs()) {
            taken.moments--;
        }
        taken.times += item.times();
        taken.moments += item.moments();
        taken.firstMs = item.firstMs();
    }

    private Taken of(ItemEntry entry) {
        int number = known.add(entry);
        if (number == taken.size()) {
            taken.add(new Taken());
        }
        return taken.get(number);
    }

    /** How many moments the history has. */
    int moments() {
        return moments;
    }

    /** Share of what was taken that had been taken at an earlier moment, smoothed; within the history. */
    float repeats() {
        return repeated / (1f + repeated + distinct);
    }

    @Nullable
    Taken find(ItemEntry item) {
        int number = known.find(item);
        return number < 0 ? null : taken.get(number);
    }

    static float times(Taken taken) {
        return UserContext.compress(taken.times);
    }

    static float recency(Taken taken, long nowMs) {
        return (float) (1 / (1 + Math.max(0, nowMs - taken.lastMs) / DAY_MS));
    }

    /** Of all the user's moments, smoothed: one of one is no habit. */
    float share(Taken taken) {
        return (float) taken.moments / (1 + allMoments);
    }

    float recentShare(Taken taken) {
        return (float) taken.recentMoments / Math.min(RECENT, moments);
    }

    /** {@code ln(1 + days)} since the item was last taken. */
    static float since(Taken taken, long nowMs) {
        return UserContext.compress(Math.max(0, nowMs - taken.lastMs) / DAY_MS);
    }

    /** One over the place, from the newest, of the moment that the item was last taken in; 0 before the history. */
    static float newness(Taken taken) {
        return taken.newestMoment == 0 ? 0 : 1f / taken.newestMoment;
    }

    /**
     * How near the item is to being due: 1 when as much time has passed as usually between two of its moments, less
     * before and after; 0 where it was taken at one moment only.
     */
    static float due(Taken taken, long nowMs) {
        if (taken.moments < 2 || taken.lastMs <= taken.firstMs) {
            return 0;
        }
        double usual = (double) (taken.lastMs - taken.firstMs) / (taken.moments - 1);
        double passed = Math.max(1, nowMs - taken.lastMs);
        return (float) Math.exp(-Math.abs(Math.log(passed / usual)));
    }
}
