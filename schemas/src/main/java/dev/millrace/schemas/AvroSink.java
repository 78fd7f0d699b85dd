package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Avro's binary encoding into an array that grows; the other side of {@link AvroSource}. For one thread. */
public final class AvroSink {

    private static final int LONGEST_NUMBER = 10;
    private static final int ASCII = 0x7F;

    /** Characters of a text whose length takes one byte. */
    private static final int SHORT = 63;

    private byte[] bytes;
    private int size;

    /** @param capacity bytes to begin with */
    public AvroSink(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Begins again with the array that there is. */
    public AvroSink reset() {
        size = 0;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** As they are, without their number. */
    public AvroSink writeRaw(byte[] raw) {
        room(raw.length);
        System.arraycopy(raw, 0, bytes, size, raw.length);
        size += raw.length;
        return this;
    }

    /** An {@code int} or {@code long}. */
    public AvroSink writeLong(long value) {
        room(LONGEST_NUMBER);
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            bytes[size++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[size++] = (byte) zigzag;
        return this;
    }

    public AvroSink writeBoolean(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    public AvroSink writeFloat(float value) {
        return writeFixed(Float.floatToRawIntBits(value));
    }

    public AvroSink writeDouble(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return writeFixed((int) bits).writeFixed((int) (bits >>> Integer.SIZE));
    }

    /** Four bytes, the lowest first. */
    public AvroSink writeFixed(int value) {
        room(Integer.BYTES);
        bytes[size++] = (byte) value;
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 24);
        return this;
    }

    /** An array in between costs more than the characters of an id do. */
    public AvroSink writeString(String text) {
        int length = text.length();
        if (length > SHORT) {
            return writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        room(1 + length);
        byte[] to = bytes;
        int at = size;
        to[at++] = (byte) (length << 1);
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next > ASCII) {
                return writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
            to[at++] = (byte) next;
        }
        size = at;
        return this;
    }

    public AvroSink writeBytes(byte[] value) {
        return writeLong(value.length).writeRaw(value);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
