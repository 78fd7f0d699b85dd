package dev.millrace.benchmarks.rig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Events ready to be sent, serialised beforehand so that the sender keeps to its schedule. Numbered through the whole
 * run; an event's id carries its number.
 */
public final class Events {

    private static final String ID = "bench-";

    private final int first;
    private final List<byte[]> keys;
    private final List<byte[]> values;

    private Events(int first, List<byte[]> keys, List<byte[]> values) {
        this.first = first;
        this.keys = keys;
        this.values = values;
    }

    /** Number of the first event. */
    public int first() {
        return first;
    }

    public int size() {
        return keys.size();
    }

    public byte[] key(int i) {
        return keys.get(i);
    }

    public byte[] value(int i) {
        return values.get(i);
    }

    static String id(int number) {
        return ID + number;
    }

    /** The number in an event's id, in the bytes {@code from} to {@code until}; -1 when it is not one of ours. */
    public static int number(byte[] text, int from, int until) {
        byte[] prefix = ID.getBytes(StandardCharsets.UTF_8);
        if (until - from <= prefix.length || text[from] != prefix[0]) {
            return -1;
        }
        return Numbers.trailing(text, from + prefix.length, until);
    }

    static final class Builder {

        private final int first;
        private final List<byte[]> keys;
        private final List<byte[]> values;

        Builder(int size, int first) {
            this.first = first;
            this.keys = new ArrayList<>(size);
            this.values = new ArrayList<>(size);
        }

        void add(byte[] key, byte[] value) {
            keys.add(key);
            values.add(value);
        }

        Events build() {
            return new Events(first, keys, values);
        }
    }
}
