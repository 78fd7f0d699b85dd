package dev.millrace.topologies.retrain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Judged events of one model version, summed over a short while; what goes through the repartition by slot.
 *
 * @param version model that made the lists, or {@link #NO_MODEL}
 * @param newEvents valid events that the version was not trained on
 * @param fromMs event time of the first event
 * @param untilMs event time of the last event
 */
record Outcome(String version, Counts counts, long newEvents, long fromMs, long untilMs) {

    /** Stands for the time before the first model, and for lists made without one. */
    static final String NO_MODEL = "none";

    private static final byte FORMAT = 1;

    static Outcome of(String version, Counts counts, long timestampMs) {
        return new Outcome(version, counts, 0, timestampMs, timestampMs);
    }

    static Outcome newEvent(String version, long timestampMs) {
        return new Outcome(version, Counts.NONE, 1, timestampMs, timestampMs);
    }

    Outcome plus(Outcome other) {
        return new Outcome(
                version,
                counts.plus(other.counts),
                newEvents + other.newEvents,
                Math.min(fromMs, other.fromMs),
                Math.max(untilMs, other.untilMs));
    }

    byte[] encode() {
        byte[] name = version.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + 3 * Long.BYTES + Counts.BYTES + name.length);
        out.put(FORMAT).putLong(newEvents).putLong(fromMs).putLong(untilMs);
        counts.encode(out);
        return out.put(name).array();
    }

    static Outcome decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte format = in.get();
        if (format != FORMAT) {
            throw new IllegalArgumentException("outcome of unknown format " + format);
        }
        long newEvents = in.getLong();
        long fromMs = in.getLong();
        long untilMs = in.getLong();
        Counts counts = Counts.decode(in);
        byte[] name = new byte[in.remaining()];
        in.get(name);
        return new Outcome(new String(name, StandardCharsets.UTF_8), counts, newEvents, fromMs, untilMs);
    }
}
