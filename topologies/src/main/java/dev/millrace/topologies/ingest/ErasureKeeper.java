package dev.millrace.topologies.ingest;

import dev.millrace.avro.Erasure;
import dev.millrace.topologies.erasure.ErasureHorizons;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Remembers up to when the events of an erased user are forgotten, forgets what ingest keeps of the user, and passes
 * the erasure on with that time. Of two erasures that overtake each other on their way here, the later one holds: what
 * stays of the compacted topic is always the newest.
 */
final class ErasureKeeper extends ContextualProcessor<byte[], Arrived<Erasure>, byte[], Erasure> {

    private final Supplier shared;
    private ErasureHorizons horizons;
    private WindowStore<byte[], byte[]> rates;
    private List<WindowStore<byte[], byte[]>> eventIds;
    private Cancellable expiry;

    @SuppressWarnings("NullAway.Init") // init comes first
    private ErasureKeeper(Supplier shared) {
        this.shared = shared;
    }

    @Override
    public void init(ProcessorContext<byte[], Erasure> context) {
        super.init(context);
        horizons = ErasureHorizons.of(context);
        rates = context.getStateStore(BotFlagger.STORE);
        eventIds = shared.repeatsStores().stream()
                .map(store -> context.<WindowStore<byte[], byte[]>>getStateStore(store))
                .toList();
        expiry = horizons.expire(context);
    }

    @Override
    public void process(Record<byte[], Arrived<Erasure>> record) {
        byte[] user = record.key();
        Erasure erasure = record.value().value();
        horizons.raise(user, horizon(record.value().origin()));
        eventIds.forEach(seen -> RepeatFilter.forget(seen, user));
        BotFlagger.forget(rates, user);
        erasure.setErasedUntilMs(horizons.of(erasure.getUserId()));
        shared.metrics().accepted();
        context().forward(record.withValue(erasure));
    }

    /**
     * When the request was appended. Where the input topics do not say, everything that ingest read before is
     * forgotten: of an event read by then nobody can tell whether it came before the request.
     */
    private long horizon(Origin origin) {
        return shared.inputHasAppendTime()
                ? origin.timestampMs()
                : Math.max(origin.timestampMs(), shared.clock().millis());
    }

    @Override
    public void close() {
        expiry.cancel();
    }

    /** To be connected to the stores of {@link #connected}. */
    record Supplier(List<String> repeatsStores, boolean inputHasAppendTime, IngestMetrics metrics, Clock clock)
            implements ProcessorSupplier<byte[], Arrived<Erasure>, byte[], Erasure> {

        @Override
        public Processor<byte[], Arrived<Erasure>, byte[], Erasure> get() {
            return new ErasureKeeper(this);
        }

        String[] connected() {
            return Stream.concat(repeatsStores.stream(), Stream.of(BotFlagger.STORE, ErasureHorizons.STORE))
                    .toArray(String[]::new);
        }
    }
}
