package dev.millrace.topologies.retrain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of {@link UserLists}: a version byte, the lists, the impression, the consumed hashes at 4 bytes each. Modified
 * UTF-8 strings carry their length in two bytes; ids are at most 256 bytes.
 */
final class UserListsCodec {

    private static final byte VERSION = 1;

    private UserListsCodec() {}

    static byte[] encode(UserLists lists) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, lists.newest());
            write(out, lists.previous());
            write(out, lists.impressed());
            out.writeInt(lists.consumed().length);
            for (int hash : lists.consumed()) {
                out.writeInt(hash);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static UserLists decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("user lists of unknown format " + version);
            }
            ServedList newest = readList(in);
            ServedList previous = readList(in);
            Impressed impressed = readImpressed(in);
            int[] consumed = new int[in.readInt()];
            for (int i = 0; i < consumed.length; i++) {
                consumed[i] = in.readInt();
            }
            return new UserLists(newest, previous, consumed, impressed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, @Nullable ServedList list) throws IOException {
        out.writeBoolean(list != null);
        if (list != null) {
            out.writeUTF(list.version());
            out.writeLong(list.asOfOffset());
            write(out, list.items());
        }
    }

    private static void write(DataOutputStream out, @Nullable Impressed impressed) throws IOException {
        out.writeBoolean(impressed != null);
        if (impressed != null) {
            out.writeUTF(impressed.version());
            out.writeLong(impressed.timestampMs());
            write(out, impressed.items());
        }
    }

    private static void write(DataOutputStream out, List<String> items) throws IOException {
        out.writeByte(items.size());
        for (String item : items) {
            out.writeUTF(item);
        }
    }

    private static @Nullable ServedList readList(DataInputStream in) throws IOException {
        return in.readBoolean() ? new ServedList(in.readUTF(), in.readLong(), readItems(in)) : null;
    }

    private static @Nullable Impressed readImpressed(DataInputStream in) throws IOException {
        return in.readBoolean() ? new Impressed(in.readUTF(), in.readLong(), readItems(in)) : null;
    }

    private static List<String> readItems(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        List<String> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(in.readUTF());
        }
        return items;
    }
}
