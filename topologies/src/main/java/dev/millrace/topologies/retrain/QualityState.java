package dev.millrace.topologies.retrain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Outcomes of one model version: a total, and the latest window as a row of buckets of about equally many judged
 * events. The window is counted in events, not hours, so that it is as telling at night as at noon.
 *
 * @param first outcomes of the first window, what the model began with; as long as it is being filled, all of them
 * @param newEvents valid events since the ones the model was trained on
 * @param fromMs event time of the first counted event; {@link Long#MAX_VALUE} before it
 * @param untilMs event time of the last counted event; {@link Long#MIN_VALUE} before it
 * @param buckets oldest first; the last one is being filled
 */
record QualityState(Counts total, Counts first, long newEvents, long fromMs, long untilMs, Counts[] buckets) {

    static final int BUCKETS = 10;
    static final QualityState EMPTY =
            new QualityState(Counts.NONE, Counts.NONE, 0, Long.MAX_VALUE, Long.MIN_VALUE, new Counts[] {Counts.NONE});

    private static final byte VERSION = 2;

    /**
     * Adds one batch of outcomes; the latest window holds at least {@code recentEvents} judged events once there are so
     * many.
     */
    QualityState plus(Outcome outcome, int recentEvents) {
        return new QualityState(
                total.plus(outcome.counts()),
                first.events() < recentEvents ? first.plus(outcome.counts()) : first,
                newEvents + outcome.newEvents(),
                Math.min(fromMs, outcome.fromMs()),
                Math.max(untilMs, outcome.untilMs()),
                roll(outcome.counts(), recentEvents));
    }

    Counts recent() {
        Counts sum = Counts.NONE;
        for (Counts bucket : buckets) {
            sum = sum.plus(bucket);
        }
        return sum;
    }

    private Counts[] roll(Counts added, int recentEvents) {
        List<Counts> next = new ArrayList<>(Arrays.asList(buckets));
        int last = next.size() - 1;
        if (next.get(last).events() < recentEvents / BUCKETS) {
            next.set(last, next.get(last).plus(added));
        } else {
            next.add(added);
        }
        long events = next.stream().mapToLong(Counts::events).sum();
        while (events - next.get(0).events() >= recentEvents) {
            events -= next.remove(0).events();
        }
        return next.toArray(Counts[]::new);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(1 + 3 * Long.BYTES + 1 + (2 + buckets.length) * Counts.BYTES);
        out.put(VERSION).putLong(newEvents).putLong(fromMs).putLong(untilMs);
        total.encode(out);
        first.encode(out);
        out.put((byte) buckets.length);
        for (Counts bucket : buckets) {
            bucket.encode(out);
        }
        return out.array();
    }

    static QualityState decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("quality state of unknown format " + version);
        }
        long newEvents = in.getLong();
        long fromMs = in.getLong();
        long untilMs = in.getLong();
        Counts total = Counts.decode(in);
        Counts first = Counts.decode(in);
        Counts[] buckets = new Counts[in.get()];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = Counts.decode(in);
        }
        return new QualityState(total, first, newEvents, fromMs, untilMs, buckets);
    }
}
