package dev.millrace.model.als;

import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.foldin.TasteReader;
import dev.millrace.model.foldin.WeightedItems;
import dev.millrace.model.preferences.Effect;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.TypeWeight;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What ALS learns from: for each user the items with their confidences, read from events by the rules of serving.
 *
 * <p>The two sides see the same events with different weights. The user side is what a fold-in will see at serving: the
 * newest {@value dev.millrace.model.preferences.History#CAPACITY} events with the recency weights γ^age. The item side
 * counts every event in full, for what an item is does not depend on how long ago somebody took it. Rows are only users
 * and items with at least one event that counts.
 */
public final class Ratings {

    /**
     * In events: the thousandth click of one user on one item says no more than the hundredth, and must not outweigh
     * what everybody else says of the item.
     */
    private static final int MOST_OF_PAIR = 100;

    private final SparseRows byUser;
    private final SparseRows byItem;
    private final ItemIndex items;
    private final int[] rowOfUser;

    private Ratings(SparseRows byUser, SparseRows byItem, ItemIndex items, int[] rowOfUser) {
        this.byUser = byUser;
        this.byItem = byItem;
        this.items = items;
        this.rowOfUser = rowOfUser;
    }

    /** Reads the events with index {@code from} (inclusive) to {@code until} (exclusive) of the log. */
    public static Ratings of(InteractionLog log, int from, int until, FoldInSettings settings) {
        EventReading reading = new EventReading(log, settings.weights());
        int[] itemRow = new int[log.itemCount()];
        int[] userRow = new int[log.userCount()];
        int[] count = new int[log.userCount()];
        Arrays.fill(itemRow, -1);
        Arrays.fill(userRow, -1);
        List<String> ids = new ArrayList<>();
        int users = 0;
        for (int e = from; e < until; e++) {
            count[log.user(e)]++;
            float weight = reading.weight(e);
            if (weight != 0 && userRow[log.user(e)] < 0) {
                userRow[log.user(e)] = users++;
            }
            if (weight != 0 && itemRow[log.item(e)] < 0) {
                itemRow[log.item(e)] = ids.size();
                ids.add(log.itemId(log.item(e)));
            }
        }
        int[][] events = eventsByRow(log, from, until, userRow, count, users);
        SparseRowsBuilder recent = new SparseRowsBuilder(users);
        SparseRowsBuilder full = new SparseRowsBuilder(users);
        for (int[] ofUser : events) {
            recent.add(read(reading, log, ofUser, itemRow, History.CAPACITY, settings.recencyGamma()));
            full.add(read(reading, log, ofUser, itemRow, ofUser.length, 1).bounded(MOST_OF_PAIR * reading.heaviest()));
        }
        return new Ratings(recent.build(), full.build().transposed(ids.size()), ItemIndex.of(ids), userRow);
    }

    public int users() {
        return byUser.rows();
    }

    /** Items in order of their rows. */
    public ItemIndex items() {
        return items;
    }

    /** Row of a user of the log, or -1 when no event of theirs counts. */
    public int userRow(int logUser) {
        return rowOfUser[logUser];
    }

    SparseRows byUser() {
        return byUser;
    }

    SparseRows byItem() {
        return byItem;
    }

    private static int[][] eventsByRow(InteractionLog log, int from, int until, int[] userRow, int[] count, int users) {
        int[][] events = new int[users][];
        int[] filled = new int[users];
        for (int e = from; e < until; e++) {
            int row = userRow[log.user(e)];
            if (row >= 0) {
                if (filled[row] == 0) {
                    events[row] = new int[count[log.user(e)]];
                }
                events[row][filled[row]++] = e;
            }
        }
        return events;
    }

    private static WeightedItems read(
            EventReading reading, InteractionLog log, int[] events, int[] itemRow, int newest, float gamma) {
        TasteReader reader = new TasteReader(Math.min(newest, events.length), gamma);
        for (int i = events.length - 1; i >= Math.max(0, events.length - newest); i--) {
            int row = itemRow[log.item(events[i])];
            if (row >= 0) {
                reader.older(row, reading.effect(events[i]), reading.weight(events[i]));
            }
        }
        return reader.read();
    }

    /** What each event of the log weighs. */
    private static final class EventReading {

        private final InteractionLog log;
        private final EventWeights weights;
        private final String[] types;

        EventReading(InteractionLog log, EventWeights weights) {
            this.log = log;
            this.weights = weights;
            this.types = new String[log.typeCount()];
            Arrays.setAll(types, log::typeName);
        }

        /** Of any event type. */
        float heaviest() {
            return (float) weights.byType().values().stream()
                    .mapToDouble(TypeWeight::weight)
                    .max()
                    .orElse(1);
        }

        float weight(int event) {
            return weights.of(types[log.type(event)], log.value(event));
        }

        Effect effect(int event) {
            return weights.effect(types[log.type(event)], log.value(event));
        }
    }
}
