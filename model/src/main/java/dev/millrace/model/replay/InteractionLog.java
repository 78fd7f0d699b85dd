package dev.millrace.model.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Interactions in order of event time, one primitive array per column: about 21 bytes per event, ids interned to ints.
 *
 * <p>Events of equal time keep the order in which they were added, so that the same input gives the same log.
 */
public final class InteractionLog {

    private final String[] users;
    private final String[] items;
    private final String[] types;
    private final int[] user;
    private final int[] item;
    private final byte[] type;
    private final float[] value;
    private final long[] timestamp;
    private final BitSet seen;

    private InteractionLog(Builder from) {
        int[] order = StableOrder.ascending(from.timestamp, from.size);
        int n = from.size;
        users = from.users.names();
        items = from.items.names();
        types = from.types.names();
        user = new int[n];
        item = new int[n];
        type = new byte[n];
        value = new float[n];
        timestamp = new long[n];
        seen = new BitSet(n);
        for (int i = 0; i < n; i++) {
            int source = order[i];
            user[i] = from.user[source];
            item[i] = from.item[source];
            type[i] = from.type[source];
            value[i] = from.value[source];
            timestamp[i] = from.timestamp[source];
            seen.set(i, from.seen.get(source));
        }
    }

    private InteractionLog(InteractionLog from, float[] value) {
        users = from.users;
        items = from.items;
        types = from.types;
        user = from.user;
        item = from.item;
        type = from.type;
        timestamp = from.timestamp;
        seen = from.seen;
        this.value = value;
    }

    /** The same log with a value in place of each NaN. */
    public InteractionLog withValueWhereNone(float usual) {
        float[] values = value.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? usual : values[i];
        }
        return new InteractionLog(this, values);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return timestamp.length;
    }

    public int userCount() {
        return users.length;
    }

    public int itemCount() {
        return items.length;
    }

    public int typeCount() {
        return types.length;
    }

    /** Interned user of event {@code i}. */
    public int user(int i) {
        return user[i];
    }

    /** Interned item of event {@code i}. */
    public int item(int i) {
        return item[i];
    }

    /** Interned event type of event {@code i}. */
    public int type(int i) {
        return type[i];
    }

    /** Stars, quantity …; 1 where the event carried none. */
    public float value(int i) {
        return value[i];
    }

    /** Event time, epoch milliseconds. */
    public long timestampMs(int i) {
        return timestamp[i];
    }

    /** Whether the model that serves now was trained on this event. */
    public boolean seenByChampion(int i) {
        return seen.get(i);
    }

    public String userId(int user) {
        return users[user];
    }

    public String itemId(int item) {
        return items[item];
    }

    public String typeName(int type) {
        return types[type];
    }

    /** Ids in the order of their interned numbers. */
    public List<String> itemIds() {
        return List.of(items);
    }

    /** First event at or after {@code timestampMs}; {@link #size()} when there is none. */
    public int firstAt(long timestampMs) {
        int low = 0;
        int high = timestamp.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamp[middle] < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The event index nearest to {@code fraction} of the log at which a new timestamp begins, so that no moment is cut
     * in two.
     *
     * @param fraction 0 to 1
     */
    public int cut(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a cut needs a fraction from 0 to 1, was " + fraction);
        }
        int wanted = (int) Math.round(fraction * size());
        if (wanted <= 0 || wanted >= size()) {
            return Math.max(0, Math.min(wanted, size()));
        }
        int before = firstAt(timestamp[wanted]);
        int after = firstAt(timestamp[wanted] + 1);
        return before > 0 && wanted - before <= after - wanted ? before : after;
    }

    /** Collects events in any order. Not thread-safe. */
    public static final class Builder {

        private static final int INITIAL = 1 << 12;

        private final Interner users = new Interner();
        private final Interner items = new Interner();
        private final Interner types = new Interner();
        private final BitSet seen = new BitSet();
        private int[] user = new int[INITIAL];
        private int[] item = new int[INITIAL];
        private byte[] type = new byte[INITIAL];
        private float[] value = new float[INITIAL];
        private long[] timestamp = new long[INITIAL];
        private int size;

        private Builder() {}

        public int size() {
            return size;
        }

        /** Adds one event; {@code seenByChampion} marks what the serving model was trained on. */
        public Builder add(
                String userId,
                String itemId,
                String eventType,
                float eventValue,
                long timestampMs,
                boolean seenByChampion) {
            if (size == timestamp.length) {
                grow();
            }
            int typeIndex = types.indexOf(eventType);
            if (typeIndex > Byte.MAX_VALUE) {
                throw new IllegalArgumentException("more than 128 event types; the last one was " + eventType);
            }
            user[size] = users.indexOf(userId);
            item[size] = items.indexOf(itemId);
            type[size] = (byte) typeIndex;
            value[size] = eventValue;
            timestamp[size] = timestampMs;
            seen.set(size, seenByChampion);
            size++;
            return this;
        }

        public Builder add(String userId, String itemId, String eventType, float eventValue, long timestampMs) {
            return add(userId, itemId, eventType, eventValue, timestampMs, false);
        }

        public InteractionLog build() {
            return new InteractionLog(this);
        }

        private void grow() {
            int capacity = size + (size >> 1);
            user = Arrays.copyOf(user, capacity);
            item = Arrays.copyOf(item, capacity);
            type = Arrays.copyOf(type, capacity);
            value = Arrays.copyOf(value, capacity);
            timestamp = Arrays.copyOf(timestamp, capacity);
        }
    }

    private static final class Interner {

        private final Map<String, Integer> indexes = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        int indexOf(String name) {
            Integer known = indexes.get(name);
            if (known != null) {
                return known;
            }
            indexes.put(name, names.size());
            names.add(name);
            return names.size() - 1;
        }

        String[] names() {
            return names.toArray(String[]::new);
        }
    }
}
