package dev.millrace.benchmarks.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads only the first fields of a record, so that watching a topic costs next to nothing beside the apps that are
 * being measured. One per thread.
 */
final class RecordHead {

    /** Magic byte and schema id of Confluent's wire format. */
    private static final int PREFIX = 5;

    /** No event asked for the list, but a change of model or its age. */
    static final long NO_EVENT = Long.MIN_VALUE;

    private @Nullable BinaryDecoder decoder;
    private final Utf8 text = new Utf8();

    /** Number of an event by its id, -1 for a foreign one. */
    int eventNumber(byte[] interaction) {
        try {
            BinaryDecoder in = open(interaction);
            if (in.readIndex() == 0) {
                return -1;
            }
            Utf8 id = in.readString(text);
            return Events.number(id.getBytes(), 0, id.getByteLength());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Field {@code asOfOffset} of Candidates, or {@link #NO_EVENT}. */
    long asOfOfCandidates(byte[] candidates) {
        return asOf(candidates, false);
    }

    /** Field {@code asOfOffset} of Recommendations, which have their level before it, or {@link #NO_EVENT}. */
    long asOfOfList(byte[] list) {
        return asOf(list, true);
    }

    private long asOf(byte[] bytes, boolean level) {
        try {
            BinaryDecoder in = open(bytes);
            if (in.readIndex() == 1) {
                in.skipString();
            }
            in.skipString();
            in.skipString();
            if (level) {
                in.readEnum();
            }
            long asOf = in.readLong();
            long eventAppendedMs = in.readLong();
            return eventAppendedMs == 0 ? NO_EVENT : asOf;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BinaryDecoder open(byte[] bytes) {
        BinaryDecoder opened = DecoderFactory.get().binaryDecoder(bytes, PREFIX, bytes.length - PREFIX, decoder);
        decoder = opened;
        return opened;
    }

    /** Index of a simulated user, from the digits at the end of the id. */
    static int user(byte[] key) {
        int from = key.length;
        while (from > 0 && key[from - 1] >= '0' && key[from - 1] <= '9') {
            from--;
        }
        return Numbers.trailing(key, from, key.length);
    }
}
