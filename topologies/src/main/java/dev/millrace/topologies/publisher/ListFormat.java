package dev.millrace.topologies.publisher;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * How the store keeps a list: compact, versioned, independent of the schema registry.
 *
 * <p>A hundred items with their sources and reasons name the same few texts again and again, so each text is written
 * once, in a table at the head; the first entries of the table are the items in their order. Numbers as in Avro's
 * binary encoding. Layout of version 1: version, modelVersion?, slot, arm, level, asOfOffset, eventAppendedMs,
 * generatedAtMs, table, count of items, then per item score, source, reasons (item, contribution), propensity?.
 */
final class ListFormat {

    private static final int VERSION = 1;
    private static final FallbackLevel[] LEVELS = FallbackLevel.values();

    private ListFormat() {}

    static Serde<Recommendations> serde() {
        return Serdes.serdeFrom(
                (topic, list) -> list == null ? null : encode(list),
                (topic, bytes) -> bytes == null ? null : decode(bytes));
    }

    @SuppressWarnings("EnumOrdinal") // the contract lets the levels grow at the end only
    static byte[] encode(Recommendations list) {
        var bytes = new ByteArrayOutputStream(64 + 32 * list.getItems().size());
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            out.writeFixed(new byte[] {VERSION});
            writeText(out, list.getModelVersion());
            out.writeString(list.getSlot());
            out.writeString(list.getArm());
            out.writeInt(list.getLevel().ordinal());
            out.writeLong(list.getAsOfOffset());
            out.writeLong(list.getEventAppendedMs());
            out.writeLong(list.getGeneratedAtMs());
            writeItems(out, list.getItems());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeItems(BinaryEncoder out, List<RecommendedItem> items) throws IOException {
        Map<String, Integer> table = table(items);
        out.writeInt(table.size());
        for (String text : table.keySet()) {
            out.writeString(text);
        }
        out.writeInt(items.size());
        for (RecommendedItem item : items) {
            out.writeFloat(item.getScore());
            out.writeInt(index(table, item.getSource()));
            out.writeInt(item.getReasons().size());
            for (Reason reason : item.getReasons()) {
                out.writeInt(index(table, reason.getItemId()));
                out.writeFloat(reason.getContribution());
            }
            Float propensity = item.getPropensity();
            out.writeBoolean(propensity != null);
            if (propensity != null) {
                out.writeFloat(propensity);
            }
        }
    }

    /** Items first, so that an item's place in the list is its index; no item stands in a list twice. */
    private static Map<String, Integer> table(List<RecommendedItem> items) {
        Map<String, Integer> table = new LinkedHashMap<>();
        items.forEach(item -> table.put(item.getItemId(), table.size()));
        if (table.size() != items.size()) {
            throw new IllegalArgumentException("A list names an item twice: " + items);
        }
        for (RecommendedItem item : items) {
            table.putIfAbsent(item.getSource(), table.size());
            item.getReasons().forEach(reason -> table.putIfAbsent(reason.getItemId(), table.size()));
        }
        return table;
    }

    private static int index(Map<String, Integer> table, String text) {
        Integer index = table.get(text);
        if (index == null) {
            throw new IllegalStateException("'" + text + "' is missing from the table of its own list");
        }
        return index;
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
            int texts = in.readInt();
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
        T from(BinaryDecoder in) throws IOException;
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try {
            return reading.from(DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new SerializationException("A stored list is damaged", e);
        }
    }

    private static Recommendations readHead(BinaryDecoder in) throws IOException {
        byte[] version = new byte[1];
        in.readFixed(version);
        if (version[0] != VERSION) {
            throw new SerializationException(
                    "A stored list has version " + version[0] + "; this release reads " + VERSION);
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

    private static List<RecommendedItem> readItems(BinaryDecoder in) throws IOException {
        String[] table = new String[in.readInt()];
        for (int i = 0; i < table.length; i++) {
            table[i] = in.readString();
        }
        int count = in.readInt();
        List<RecommendedItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float score = in.readFloat();
            String source = table[in.readInt()];
            int because = in.readInt();
            List<Reason> reasons = new ArrayList<>(because);
            for (int r = 0; r < because; r++) {
                reasons.add(new Reason(table[in.readInt()], in.readFloat()));
            }
            Float propensity = in.readBoolean() ? (Float) in.readFloat() : null;
            items.add(new RecommendedItem(table[i], score, source, reasons, propensity));
        }
        return items;
    }

    private static void writeText(BinaryEncoder out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeString(text);
        }
    }

    private static @Nullable String readText(BinaryDecoder in) throws IOException {
        return in.readBoolean() ? in.readString() : null;
    }
}
