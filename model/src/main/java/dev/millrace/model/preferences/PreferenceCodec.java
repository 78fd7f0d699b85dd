package dev.millrace.model.preferences;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link UserPreference} as bytes. All varints LEB128, zz = zig-zag:
 *
 * <pre>
 * byte     format: 1, or 2 when something lies before the history; 2 more where it is known when events were appended
 * varint   eventCount, zz asOfOffset, zz eventAppendedMs
 * varint   number of type names; each: string (varint byte length, UTF-8)
 * varint   number of events, oldest first; each:
 *            varint   type index * 2 + (1 when the value is not 1)
 *            [4 bytes value, little-endian float]
 *            zz       time less the time of the event before
 *            string   item id
 * formats 3 and 4 only:
 *   each event, oldest first: zz append time less event time, less that of the event before
 * varint   number of consumed hashes; each 4 bytes, little-endian, ascending as signed numbers
 * formats 2 and 4 only:
 *   varint   moments before the history, zz time of the newest of them
 *   varint   number of items taken in them, the one taken longest ago first; each:
 *              varint   times
 *              [varint moments, varint newest less oldest time, when times is not 1]
 *              zz       newest time less that of the item before
 *              string   item id
 * varint   dimension of the vector, 0 = none; string model version; 4 bytes per factor, little-endian float
 * 4 bytes  CRC-32C of all before, little-endian
 * </pre>
 *
 * <p>A user whose history holds everything, of events appended nobody knows when, takes the bytes that every release
 * reads.
 *
 * <p>The checksum costs about 50 ns and 4 bytes: a preference that a bit flip turned into another one would be served
 * and written back for ever. Reading checks every length against the bytes that are left before it allocates, every
 * order and every count.
 */
public final class PreferenceCodec {

    private static final int FORMAT = 1;
    private static final int WITH_PAST = 2;
    private static final int APPENDED = 2;
    private static final int NEWEST = WITH_PAST + APPENDED;

    private PreferenceCodec() {}

    public static byte[] encode(UserPreference user) {
        ByteSink out = new ByteSink(estimate(user));
        boolean past = user.past().moments() > 0;
        boolean appended = isAppendTimeKnown(user.history());
        out.writeByte((past ? WITH_PAST : FORMAT) + (appended ? APPENDED : 0));
        out.writeVarint(user.eventCount());
        out.writeZigZag(user.asOfOffset());
        out.writeZigZag(user.eventAppendedMs());
        writeHistory(out, user.history());
        if (appended) {
            writeAppended(out, user.history());
        }
        writeConsumed(out, user.consumed());
        if (past) {
            writePast(out, user.past());
        }
        writeVector(out, user.vector(), user.modelVersion());
        out.writeChecksum();
        return out.toBytes();
    }

    /** @throws CorruptPreferenceException when the bytes are not a preference in a format this release reads */
    public static UserPreference decode(byte[] bytes) {
        ByteSource in = new ByteSource(bytes);
        int format = in.readByte();
        if (format < FORMAT || format > NEWEST) {
            throw new CorruptPreferenceException("preference in format " + format + "; this release reads formats "
                    + FORMAT + " to " + NEWEST + ": it was written by a newer release or is no preference at all");
        }
        boolean appended = format > WITH_PAST;
        boolean pasts = format == WITH_PAST || format == NEWEST;
        in.verifyChecksum();
        long eventCount = in.readVarint();
        long asOfOffset = in.readZigZag();
        long eventAppendedMs = in.readZigZag();
        History history = readHistory(in, appended);
        ConsumedItems consumed = readConsumed(in);
        PastItems past = pasts ? readPast(in) : PastItems.NONE;
        int dimension = in.readLength(Float.BYTES);
        String version = dimension == 0 ? null : in.readString();
        float[] vector = dimension == 0 ? null : in.readFloats(dimension);
        in.expectEnd();
        return new UserPreference(history, consumed, past, vector, version, eventCount, asOfOffset, eventAppendedMs);
    }

    private static int estimate(UserPreference user) {
        float[] vector = user.vector();
        return 64
                + 20 * user.history().size()
                + 4 * user.consumed().size()
                + 20 * user.past().size()
                + (vector == null ? 0 : 4 * vector.length);
    }

    private static void writeHistory(ByteSink out, History history) {
        List<String> types = new ArrayList<>(4);
        for (int i = 0; i < history.size(); i++) {
            if (!types.contains(history.get(i).type())) {
                types.add(history.get(i).type());
            }
        }
        out.writeVarint(types.size());
        for (String type : types) {
            out.writeString(type);
        }
        out.writeVarint(history.size());
        long before = 0;
        for (int i = 0; i < history.size(); i++) {
            Event event = history.get(i);
            boolean plain = Float.floatToRawIntBits(event.value()) == Float.floatToRawIntBits(1f);
            out.writeVarint(types.indexOf(event.type()) * 2L + (plain ? 0 : 1));
            if (!plain) {
                out.writeFloat(event.value());
            }
            out.writeZigZag(event.timestampMs() - before);
            out.writeString(event.itemId());
            before = event.timestampMs();
        }
    }

    private static boolean isAppendTimeKnown(History history) {
        for (int i = 0; i < history.size(); i++) {
            if (history.appendedMs(i) != History.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    /** As live events come, each takes one or two bytes: what differs is how long they were under way. */
    private static void writeAppended(ByteSink out, History history) {
        long before = 0;
        for (int i = 0; i < history.size(); i++) {
            long way = history.appendedMs(i) - history.get(i).timestampMs();
            out.writeZigZag(way - before);
            before = way;
        }
    }

    private static long[] readAppended(ByteSource in, Event[] events) {
        long[] appendedMs = new long[events.length];
        long before = 0;
        for (int i = 0; i < events.length; i++) {
            before += in.readZigZag();
            appendedMs[i] = events[i].timestampMs() + before;
        }
        return appendedMs;
    }

    private static History readHistory(ByteSource in, boolean appended) {
        String[] types = new String[in.readLength(1)];
        for (int i = 0; i < types.length; i++) {
            types[i] = in.readString();
        }
        int size = in.readLength(3);
        if (size > History.CAPACITY) {
            throw new CorruptPreferenceException("history of " + size + " events; at most " + History.CAPACITY);
        }
        Event[] events = new Event[size];
        long before = 0;
        for (int i = 0; i < size; i++) {
            events[i] = readEvent(in, types, before);
            before = events[i].timestampMs();
            if (i > 0 && events[i - 1].compareTo(events[i]) > 0) {
                throw new CorruptPreferenceException("events out of order at position " + i);
            }
        }
        return size == 0
                ? History.EMPTY
                : History.ofSorted(events, appended ? readAppended(in, events) : new long[size]);
    }

    private static Event readEvent(ByteSource in, String[] types, long before) {
        long head = in.readVarint();
        long type = head >>> 1;
        if (type >= types.length) {
            throw new CorruptPreferenceException("event of type " + type + " with " + types.length + " types named");
        }
        float value = (head & 1) == 0 ? 1f : in.readFloat();
        long timestampMs = before + in.readZigZag();
        return new Event(in.readString(), types[(int) type], value, timestampMs);
    }

    private static void writeConsumed(ByteSink out, ConsumedItems consumed) {
        out.writeVarint(consumed.size());
        for (int i = 0; i < consumed.size(); i++) {
            out.writeInt(consumed.hash(i));
        }
    }

    private static ConsumedItems readConsumed(ByteSource in) {
        int size = in.readLength(Integer.BYTES);
        int[] hashes = new int[size];
        for (int i = 0; i < size; i++) {
            hashes[i] = in.readInt();
        }
        try {
            return ConsumedItems.ofSorted(hashes);
        } catch (IllegalArgumentException e) {
            throw new CorruptPreferenceException("a set that is none: " + e.getMessage());
        }
    }

    private static void writePast(ByteSink out, PastItems past) {
        out.writeVarint(past.moments());
        out.writeZigZag(past.newestMs());
        out.writeVarint(past.size());
        long before = 0;
        for (int i = 0; i < past.size(); i++) {
            PastItem item = past.get(i);
            out.writeVarint(item.times());
            if (item.times() != 1) {
                out.writeVarint(item.moments());
                out.writeVarint(item.lastMs() - item.firstMs());
            }
            out.writeZigZag(item.lastMs() - before);
            out.writeString(item.itemId());
            before = item.lastMs();
        }
    }

    private static PastItems readPast(ByteSource in) {
        int moments = readCount(in, 1, Integer.MAX_VALUE);
        long newestMs = in.readZigZag();
        PastItem[] items = new PastItem[in.readLength(3)];
        if (items.length > PastItems.CAPACITY) {
            throw new CorruptPreferenceException(items.length + " past items; at most " + PastItems.CAPACITY);
        }
        long before = 0;
        for (int i = 0; i < items.length; i++) {
            items[i] = readPastItem(in, before);
            before = items[i].lastMs();
            if (i > 0 && items[i - 1].compareTo(items[i]) >= 0) {
                throw new CorruptPreferenceException("past items out of order at position " + i);
            }
        }
        return PastItems.ofSorted(items, moments, newestMs);
    }

    private static PastItem readPastItem(ByteSource in, long before) {
        int times = readCount(in, 1, Integer.MAX_VALUE);
        int moments = times == 1 ? 1 : readCount(in, 1, times);
        long span = times == 1 ? 0 : in.readVarint();
        long lastMs = before + in.readZigZag();
        return new PastItem(in.readString(), times, moments, lastMs - span, lastMs);
    }

    private static int readCount(ByteSource in, int least, int most) {
        long count = in.readVarint();
        if (count < least || count > most) {
            throw new CorruptPreferenceException("a count of " + count + "; from " + least + " to " + most + " can be");
        }
        return (int) count;
    }

    private static void writeVector(ByteSink out, float @Nullable [] vector, @Nullable String version) {
        if (vector == null || version == null) {
            out.writeVarint(0);
            return;
        }
        out.writeVarint(vector.length);
        out.writeString(version);
        for (float factor : vector) {
            out.writeFloat(factor);
        }
    }
}
