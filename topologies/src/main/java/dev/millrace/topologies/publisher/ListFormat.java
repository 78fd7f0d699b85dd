package dev.millrace.topologies.publisher;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * How the store keeps a list: compact, versioned, independent of the schema registry.
 *
 * <p>A hundred items with their sources and reasons name the same few texts again and again, so each text is written
 * once, in a {@linkplain TextTable table} at the head; its first entries are the items in their order. Numbers as in
 * Avro's binary encoding. Layout of version 1: version, modelVersion?, slot, arm, level, asOfOffset, eventAppendedMs,
 * generatedAtMs, table, count of items, then per item score, source, reasons (item, contribution), propensity?.
 */
final class ListFormat {

    private static final int VERSION = 1;
    private static final FallbackLevel[] LEVELS = FallbackLevel.values();

    private ListFormat() {}

    @SuppressWarnings("EnumOrdinal") // the contract lets the levels grow at the end only
    static byte[] encode(Recommendations list) {
        var out = new AvroSink(64 + 32 * list.getItems().size());
        out.writeRaw(new byte[] {VERSION});
        writeText(out, list.getModelVersion());
        out.writeString(list.getSlot());
        out.writeString(list.getArm());
        out.writeLong(list.getLevel().ordinal());
        out.writeLong(list.getAsOfOffset());
        out.writeLong(list.getEventAppendedMs());
        out.writeLong(list.getGeneratedAtMs());
        writeItems(out, list.getItems());
        return out.toBytes();
    }

    private static void writeItems(AvroSink out, List<RecommendedItem> items) {
        var table = new TextTable(items);
        table.writeTo(out);
        out.writeLong(items.size());
        for (RecommendedItem item : items) {
            out.writeFloat(item.getScore());
            out.writeLong(table.nextIndex());
            out.writeLong(item.getReasons().size());
            for (Reason reason : item.getReasons()) {
                out.writeLong(table.nextIndex());
                out.writeFloat(reason.getContribution());
            }
            Float propensity = item.getPropensity();
            out.writeBoolean(propensity != null);
            if (propensity != null) {
                out.writeFloat(propensity);
            }
        }
    }

    static Recommendations decode(byte[] bytes) {
        return read(bytes, in -> {
            Recommendations list = readHead(in);
            list.setItems(readItems(in));
            return list;
        });
    }

    /** As much as the first {@code n} items of a list need to be compared. */
    static StoredList.Shown decodeShown(byte[] bytes, int n) {
        return read(bytes, in -> {
            Recommendations list = readHead(in);
            int texts = in.readCount();
            List<String> first = new ArrayList<>(Math.min(n, texts));
            for (int i = 0; i < texts; i++) {
                if (i < n) {
                    first.add(in.readString());
                } else {
                    in.skipString();
                }
            }
            List<String> ids = first.subList(0, Math.min(first.size(), in.readInt()));
            return new StoredList.Shown(list.getLevel(), list.getModelVersion(), ids);
        });
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(AvroSource in);
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try {
            return reading.from(new AvroSource(bytes, 0));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SerializationException("A stored list is damaged", e);
        }
    }

    private static Recommendations readHead(AvroSource in) {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new SerializationException(
                    "A stored list has version " + version + "; this release reads " + VERSION);
        }
        var list = new Recommendations();
        list.setModelVersion(readText(in));
        list.setSlot(in.readString());
        list.setArm(in.readString());
        list.setLevel(LEVELS[in.readInt()]);
        list.setAsOfOffset(in.readLong());
        list.setEventAppendedMs(in.readLong());
        list.setGeneratedAtMs(in.readLong());
        return list;
    }

    private static List<RecommendedItem> readItems(AvroSource in) {
        String[] table = new String[in.readCount()];
        for (int i = 0; i < table.length; i++) {
            table[i] = in.readString();
        }
        int count = in.readCount();
        List<RecommendedItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float score = in.readFloat();
            String source = table[in.readInt()];
            int because = in.readCount();
            List<Reason> reasons = new ArrayList<>(because);
            for (int r = 0; r < because; r++) {
                reasons.add(new Reason(table[in.readInt()], in.readFloat()));
            }
            Float propensity = in.readBoolean() ? (Float) in.readFloat() : null;
            items.add(new RecommendedItem(table[i], score, source, reasons, propensity));
        }
        return items;
    }

    private static void writeText(AvroSink out, @Nullable String text) {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeString(text);
        }
    }

    private static @Nullable String readText(AvroSource in) {
        return in.readBoolean() ? in.readString() : null;
    }
}
