package dev.millrace.cli.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds an id in bytes of any format: as a text behind its length, as all the formats of stores and contracts have it,
 * as a whole, at the start of a windowed key, or as a word of a text. {@code user-1} is not found in {@code user-10}.
 */
final class IdInBytes {

    /** Time and sequence number behind the key of a window store. */
    private static final int WINDOW_SUFFIX = 12;

    private final byte[] id;

    IdInBytes(String id) {
        this.id = id.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether these bytes are the id and nothing else. */
    boolean is(byte @Nullable [] bytes) {
        return Arrays.equals(bytes, id);
    }

    /** Whether the id stands somewhere in these bytes. */
    boolean in(byte @Nullable [] bytes) {
        if (bytes == null || id.length == 0) {
            return false;
        }
        for (int at = 0; at <= bytes.length - id.length; at++) {
            if (Arrays.equals(bytes, at, at + id.length, id, 0, id.length)
                    && (isBehindItsLength(bytes, at) || isWhole(bytes, at) || isWord(bytes, at))) {
                return true;
            }
        }
        return false;
    }

    private boolean isWhole(byte[] bytes, int at) {
        return at == 0 && (bytes.length == id.length || bytes.length == id.length + WINDOW_SUFFIX);
    }

    /** As Avro, LEB128, two bytes or four bytes write it. */
    private boolean isBehindItsLength(byte[] bytes, int at) {
        return endsWith(bytes, at, varint(2L * id.length))
                || endsWith(bytes, at, varint(id.length))
                || endsWith(bytes, at, new byte[] {(byte) (id.length >>> 8), (byte) id.length});
    }

    private static boolean endsWith(byte[] bytes, int end, byte[] what) {
        return end >= what.length && Arrays.equals(bytes, end - what.length, end, what, 0, what.length);
    }

    private static byte[] varint(long value) {
        byte[] bytes = new byte[10];
        int size = 0;
        for (long left = value; ; left >>>= 7) {
            boolean last = left < 0x80;
            bytes[size++] = (byte) (last ? left : left & 0x7f | 0x80);
            if (last) {
                return Arrays.copyOf(bytes, size);
            }
        }
    }

    /** Between printable characters that no id goes on with, as in a message or in JSON. */
    private boolean isWord(byte[] bytes, int at) {
        int end = at + id.length;
        return at > 0 && isBoundary(bytes[at - 1]) && (end == bytes.length || isBoundary(bytes[end]));
    }

    private static boolean isBoundary(byte b) {
        return b == '\n' || b == '\t' || b >= ' ' && b <= '~' && "\"' ,;()[]{}<>=".indexOf(b) >= 0;
    }
}
