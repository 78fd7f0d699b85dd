package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;

/**
 * Reads Avro's binary encoding out of an array, for records that are read so often that Avro's own readers, which
 * interpret the schema and set fields by reflection, take more time than what is done with the record.
 *
 * <p>What is no Avro ends in an {@link IllegalArgumentException} or {@link IndexOutOfBoundsException}, never in a loop
 * or an allocation larger than the input. For one thread.
 */
public final class AvroSource {

    private final byte[] bytes;
    private int at;

    /** @param from offset of the first byte to read; the last one is that of the array */
    public AvroSource(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** An {@code int} or {@code long}. */
    public long readLong() {
        long zigzag = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes[at++];
            zigzag |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new IllegalArgumentException("an int of " + value);
        }
        return (int) value;
    }

    /** A number of things that take at least a byte each. */
    public int readCount() {
        return checked(readLong());
    }

    /** A byte that is no number of Avro's. */
    public byte readByte() {
        return bytes[at++];
    }

    public boolean readBoolean() {
        return bytes[at++] != 0;
    }

    public float readFloat() {
        return Float.intBitsToFloat(readFixed());
    }

    public double readDouble() {
        long low = readFixed() & 0xFFFFFFFFL;
        return Double.longBitsToDouble(low | (long) readFixed() << Integer.SIZE);
    }

    /** Four bytes, the lowest first. */
    public int readFixed() {
        int value = (bytes[at] & 0xFF)
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
        at += Integer.BYTES;
        return value;
    }

    public String readString() {
        int length = readCount();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** The next text, which is likely to be this one: then nothing is allocated. */
    public String readString(String likely) {
        int start = at;
        int length = readCount();
        if (length == likely.length() && isAscii(likely, length)) {
            at += length;
            return likely;
        }
        at = start;
        return readString();
    }

    private boolean isAscii(String text, int length) {
        for (int i = 0; i < length; i++) {
            // A byte below zero is part of a longer character, and equal to none.
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public void skipString() {
        skipBytes();
    }

    public void skipBytes() {
        int length = readCount();
        at += length;
    }

    public byte[] readBytes() {
        byte[] copy = new byte[readCount()];
        System.arraycopy(bytes, at, copy, 0, copy.length);
        at += copy.length;
        return copy;
    }

    /** Entries of the next block of an array or map, whose entries take at least a byte each; 0 at its end. */
    public int readBlock() {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong(); // the bytes of the block, for who wants to skip it
        }
        return checked(count);
    }

    private int checked(long count) {
        if (count < 0 || count > bytes.length - at) {
            throw new IllegalArgumentException(count + " of something in " + (bytes.length - at) + " bytes");
        }
        return (int) count;
    }

    public boolean isEnd() {
        return at == bytes.length;
    }

    /** Offset of the next byte. */
    public int position() {
        return at;
    }
}
