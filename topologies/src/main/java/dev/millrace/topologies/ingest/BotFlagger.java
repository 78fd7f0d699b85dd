package dev.millrace.topologies.ingest;

import dev.millrace.avro.Interaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    private @Nullable WindowStore<byte[], Integer> rates;

    private BotFlagger(int cap, IngestMetrics metrics) {
        this.cap = cap;
        this.metrics = metrics;
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Interaction> context) {
        super.init(context);
        rates = context.getStateStore(STORE);
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
        WindowStore<byte[], Integer> store = Objects.requireNonNull(rates);
        long minute = timestampMs - Math.floorMod(timestampMs, MINUTE.toMillis());
        Integer before = store.fetch(user, minute);
        int count = before == null ? 1 : before + 1;
        // Beyond the cap the count no longer matters, and a bot should not cost a write per event.
        if (count <= cap + 1) {
            store.put(user, count, minute);
        }
        return count;
    }

    /** Forgets how many events a user had. */
    static void forget(WindowStore<byte[], Integer> rates, byte[] user) {
        List<Long> minutes = new ArrayList<>();
        try (WindowStoreIterator<Integer> each = rates.fetch(user, 0, Long.MAX_VALUE)) {
            each.forEachRemaining(count -> minutes.add(count.key));
        }
        minutes.forEach(minute -> delete(rates, user, minute));
    }

    @SuppressWarnings("NullAway") // null deletes
    private static void delete(WindowStore<byte[], Integer> rates, byte[] user, long minute) {
        rates.put(user, null, minute);
    }

    record Supplier(int cap, IngestMetrics metrics)
            implements FixedKeyProcessorSupplier<byte[], Interaction, Interaction> {

        @Override
        public FixedKeyProcessor<byte[], Interaction, Interaction> get() {
            return new BotFlagger(cap, metrics);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.windowStoreBuilder(
                    Stores.persistentWindowStore(STORE, LATENESS, MINUTE, false),
                    Serdes.ByteArray(),
                    Serdes.Integer()));
        }
    }
}
