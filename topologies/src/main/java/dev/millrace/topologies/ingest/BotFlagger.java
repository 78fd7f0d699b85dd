package dev.millrace.topologies.ingest;

import dev.millrace.avro.Interaction;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.UnreadableState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Flags the events of a user beyond the rate cap; they stay in the log but count for nothing.
 *
 * <p>Minutes are those of event time: a replay of a day in a second must not turn everybody into a bot.
 */
final class BotFlagger extends ContextualFixedKeyProcessor<byte[], Interaction, Interaction> {

    static final String STORE = "event-rates";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** How much later than the newest event of its partition an event may still be counted with its minute. */
    private static final Duration LATENESS = Duration.ofHours(1);

    private final int cap;
    private final IngestMetrics metrics;
    private final UnreadableState state;
    private @Nullable WindowStore<byte[], byte[]> rates;
    private UnreadableState.@Nullable OfStore unreadable;

    private BotFlagger(int cap, IngestMetrics metrics, UnreadableState state) {
        this.state = state;
        this.cap = cap;
        this.metrics = metrics;
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Interaction> context) {
        super.init(context);
        rates = context.getStateStore(STORE);
        unreadable = state.of(STORE, FaultLimit.of(context.appConfigs()));
    }

    @Override
    public void process(FixedKeyRecord<byte[], Interaction> record) {
        Interaction event = record.value();
        if (cap > 0 && count(record.key(), event.getTimestampMs()) > cap) {
            event.setBot(true);
        }
        if (event.getBot()) {
            metrics.bot();
        }
        context().forward(record);
    }

    private int count(byte[] user, long timestampMs) {
        WindowStore<byte[], byte[]> store = Objects.requireNonNull(rates);
        long minute = timestampMs - Math.floorMod(timestampMs, MINUTE.toMillis());
        byte[] before = store.fetch(user, minute);
        int count = before == null ? 1 : read(before) + 1;
        // Beyond the cap the count no longer matters, and a bot should not cost a write per event.
        if (count <= cap + 1) {
            store.put(user, ByteBuffer.allocate(Integer.BYTES).putInt(count).array(), minute);
        }
        return count;
    }

    /** Forgets how many events a user had. */
    static void forget(WindowStore<byte[], byte[]> rates, byte[] user) {
        List<Long> minutes = new ArrayList<>();
        try (WindowStoreIterator<byte[]> each = rates.fetch(user, 0, Long.MAX_VALUE)) {
            each.forEachRemaining(count -> minutes.add(count.key));
        }
        minutes.forEach(minute -> delete(rates, user, minute));
    }

    @SuppressWarnings("NullAway") // null deletes
    private static void delete(WindowStore<byte[], byte[]> rates, byte[] user, long minute) {
        rates.put(user, null, minute);
    }

    /** What is stored, or 0 where that is no number: then the minute begins anew. */
    private int read(byte[] stored) {
        UnreadableState.OfStore faults = Objects.requireNonNull(unreadable);
        faults.look();
        if (stored.length != Integer.BYTES) {
            faults.dropped(new SerializationException("A count of " + stored.length + " bytes"));
            return 0;
        }
        return ByteBuffer.wrap(stored).getInt();
    }

    record Supplier(int cap, IngestMetrics metrics, UnreadableState state)
            implements FixedKeyProcessorSupplier<byte[], Interaction, Interaction> {

        @Override
        public FixedKeyProcessor<byte[], Interaction, Interaction> get() {
            return new BotFlagger(cap, metrics, state);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.windowStoreBuilder(
                    Stores.persistentWindowStore(STORE, LATENESS, MINUTE, false),
                    Serdes.ByteArray(),
                    Serdes.ByteArray()));
        }
    }
}
