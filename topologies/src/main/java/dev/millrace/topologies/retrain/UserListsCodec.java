package dev.millrace.topologies.retrain;

import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of {@link UserLists}: a version byte, the lists with their items as one block, the impression, the consumed
 * hashes at 4 bytes each; all else in Avro's binary encoding.
 */
final class UserListsCodec {

    private static final byte VERSION = 2;

    private UserListsCodec() {}

    static byte[] encode(UserLists lists) {
        var out = new AvroSink(512 + Integer.BYTES * lists.consumed().size());
        out.writeRaw(new byte[] {VERSION});
        write(out, lists.newest());
        write(out, lists.previous());
        write(out, lists.impressed());
        out.writeLong(lists.consumed().size());
        for (int i = 0; i < lists.consumed().size(); i++) {
            out.writeFixed(lists.consumed().hash(i));
        }
        return out.toBytes();
    }

    static UserLists decode(byte[] bytes) {
        var in = new AvroSource(bytes, 0);
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("user lists of unknown format " + version);
        }
        ServedList newest = readList(in);
        ServedList previous = readList(in);
        Impressed impressed = readImpressed(in);
        int[] consumed = new int[in.readCount()];
        for (int i = 0; i < consumed.length; i++) {
            consumed[i] = in.readFixed();
        }
        return new UserLists(newest, previous, ConsumedItems.ofSorted(consumed), impressed);
    }

    private static void write(AvroSink out, @Nullable ServedList list) {
        out.writeBoolean(list != null);
        if (list != null) {
            out.writeString(list.version()).writeLong(list.asOfOffset()).writeBytes(list.items());
        }
    }

    private static void write(AvroSink out, @Nullable Impressed impressed) {
        out.writeBoolean(impressed != null);
        if (impressed != null) {
            out.writeString(impressed.version()).writeLong(impressed.timestampMs());
            out.writeLong(impressed.items().size());
            impressed.items().forEach(out::writeString);
        }
    }

    private static @Nullable ServedList readList(AvroSource in) {
        return in.readBoolean() ? new ServedList(in.readString(), in.readLong(), in.readBytes()) : null;
    }

    private static @Nullable Impressed readImpressed(AvroSource in) {
        return in.readBoolean() ? new Impressed(in.readString(), in.readLong(), readItems(in)) : null;
    }

    private static List<String> readItems(AvroSource in) {
        int count = in.readCount();
        List<String> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(in.readString());
        }
        return items;
    }
}
