package dev.millrace.topologies.ingest;

import dev.millrace.schemas.MillraceHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an event whose id its user already had within the window.
 *
 * <p>Time is stream time, the newest append time that the task has seen: it only moves forward, so that the window
 * store never takes an entry for expired, and a replay of old events fills the window as their first run did.
 */
final class RepeatFilter<T> extends ContextualProcessor<byte[], Arrived<T>, byte[], Ingested<T>> {

    private final EventKind<T> kind;
    private final long windowMs;
    private final IngestMetrics metrics;
    private @Nullable WindowStore<byte[], byte[]> seen;

    private RepeatFilter(EventKind<T> kind, Duration window, IngestMetrics metrics) {
        this.kind = kind;
        this.windowMs = window.toMillis();
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Ingested<T>> context) {
        super.init(context);
        seen = context.getStateStore(kind.repeatsStore());
    }

    @Override
    public void process(Record<byte[], Arrived<T>> record) {
        Arrived<T> event = record.value();
        String eventId = eventId(event.value(), record.headers());
        byte[] claim = eventId == null ? null : storeKey(record.key(), eventId);
        if (eventId != null && claim != null && isTaken(claim)) {
            var refused =
                    new Screening.Refused(Reason.DUPLICATE_EVENT, "eventId " + Ids.shown(eventId) + " was here before");
            metrics.rejected(refused.reason());
            context().forward(event.origin().refuse(record, refused, event.bytes()));
            return;
        }
        kind.setEventId().accept(event.value(), eventId);
        metrics.accepted();
        context().forward(record.withValue(new Ingested.Here<>(event.value())));
        if (claim != null) {
            // Last: what fails on the way to the sink must not leave an id behind that stands for no event.
            Objects.requireNonNull(seen).put(claim, place(), context().currentStreamTimeMs());
        }
    }

    /** The event's own id, else CloudEvents', else none. */
    private @Nullable String eventId(T event, Headers headers) {
        String own = kind.eventId().apply(event);
        String id = own == null || own.isBlank() ? MillraceHeaders.text(headers, MillraceHeaders.CLOUD_EVENT_ID) : own;
        return id == null || id.isBlank() ? null : id;
    }

    /**
     * An id belongs to the record that came with it first. That record itself may come again: under at-least-once it is
     * read again after a crash, and whether it had reached the sink before nobody knows.
     */
    private boolean isTaken(byte[] key) {
        WindowStore<byte[], byte[]> store = Objects.requireNonNull(seen);
        long now = context().currentStreamTimeMs();
        try (WindowStoreIterator<byte[]> earlier = store.fetch(key, Math.max(0, now - windowMs), now)) {
            return earlier.hasNext() && !Arrays.equals(earlier.next().value, place());
        }
    }

    /** Where the record was read; its partition is the task's. */
    private byte[] place() {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(at.topic().hashCode())
                .putLong(at.offset())
                .array();
    }

    /** Forgets all event ids of a user. */
    static void forget(WindowStore<byte[], byte[]> seen, byte[] user) {
        byte[] first = storeKey(user, "");
        byte[] last = Arrays.copyOf(first, first.length + 1);
        last[first.length] = (byte) 0xff; // behind every id: no text in UTF-8 has this byte
        List<Windowed<byte[]>> ids = new ArrayList<>();
        try (KeyValueIterator<Windowed<byte[]>, byte[]> each = seen.fetch(first, last, 0, Long.MAX_VALUE)) {
            each.forEachRemaining(entry -> ids.add(entry.key));
        }
        ids.forEach(id -> delete(seen, id));
    }

    @SuppressWarnings("NullAway") // null deletes
    private static void delete(WindowStore<byte[], byte[]> seen, Windowed<byte[]> id) {
        seen.put(id.key(), null, id.window().start());
    }

    /** The user's length goes first, so that no other pair of user and id gives the same bytes. */
    private static byte[] storeKey(byte[] user, String eventId) {
        byte[] id = eventId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + user.length + id.length)
                .putShort((short) user.length)
                .put(user)
                .put(id)
                .array();
    }

    record Supplier<T>(EventKind<T> kind, Duration window, IngestMetrics metrics)
            implements ProcessorSupplier<byte[], Arrived<T>, byte[], Ingested<T>> {

        @Override
        public Processor<byte[], Arrived<T>, byte[], Ingested<T>> get() {
            return new RepeatFilter<>(kind, window, metrics);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.windowStoreBuilder(
                    Stores.persistentWindowStore(kind.repeatsStore(), window, window, false),
                    Serdes.ByteArray(),
                    Serdes.ByteArray()));
        }
    }
}
