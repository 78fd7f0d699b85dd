package dev.millrace.model.preferences;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Reads what {@link ByteSink} wrote; trusts no length. */
final class ByteSource {

    private final byte[] bytes;
    private int end;
    private int at;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Checks the four bytes at the end and hides them from what is read next. */
    void verifyChecksum() {
        if (bytes.length - at < Integer.BYTES) {
            throw new CorruptPreferenceException("ends at byte " + bytes.length + ", before its checksum");
        }
        int next = at;
        at = bytes.length - Integer.BYTES;
        int expected = readInt();
        at = next;
        end = bytes.length - Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        if ((int) checksum.getValue() != expected) {
            throw new CorruptPreferenceException("checksum differs: the bytes were damaged or cut off");
        }
    }

    int readByte() {
        require(1);
        return bytes[at++] & 0xFF;
    }

    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CorruptPreferenceException("a number longer than 64 bits at byte " + at);
    }

    long readZigZag() {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A count of things that take at least {@code bytesEach} bytes; refused when so many cannot follow. */
    int readLength(int bytesEach) {
        long length = readVarint();
        if (length < 0 || length > (end - at) / bytesEach) {
            throw new CorruptPreferenceException(
                    length + " entries announced at byte " + at + " with " + (end - at) + " bytes left");
        }
        return (int) length;
    }

    int readInt() {
        require(4);
        int value = (bytes[at] & 0xFF)
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
        at += 4;
        return value;
    }

    float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    float[] readFloats(int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = readFloat();
            if (!Float.isFinite(floats[i])) {
                throw new CorruptPreferenceException("vector with " + floats[i] + " at position " + i);
            }
        }
        return floats;
    }

    String readString() {
        int length = readLength(1);
        int from = at;
        at += length;
        for (int i = from; i < at; i++) {
            if (bytes[i] < 0) {
                return decode(from, length);
            }
        }
        // ASCII, the usual case, needs no check for malformed sequences.
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    void expectEnd() {
        if (at != end) {
            throw new CorruptPreferenceException((end - at) + " bytes too many");
        }
    }

    private String decode(int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CorruptPreferenceException("text at byte " + from + " is not UTF-8");
        }
    }

    private void require(int count) {
        if (end - at < count) {
            throw new CorruptPreferenceException("ends at byte " + end + " in the middle of a value");
        }
    }
}
