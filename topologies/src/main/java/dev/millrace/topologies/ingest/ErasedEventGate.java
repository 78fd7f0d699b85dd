package dev.millrace.topologies.ingest;

import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.topologies.erasure.ErasureHorizons;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Refuses an event that was appended before the last erasure of its user. It is counted with the refused ones, so that
 * the sum still holds, but its refusal says nothing of the user: neither key nor value goes on.
 */
final class ErasedEventGate<T> extends ContextualProcessor<byte[], Arrived<T>, byte[], Ingested<Arrived<T>>> {

    private static final Screening.Refused ERASED = new Screening.Refused(
            Reason.ERASED_USER, "the user was erased after this event had been appended; nothing of it is kept");
    /** Nobody's, so that refusals do not show which of them are of one user. */
    private static final byte[] NO_KEY = {};

    private final IngestMetrics metrics;
    private ErasureHorizons horizons;

    @SuppressWarnings("NullAway.Init") // init comes first
    private ErasedEventGate(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Ingested<Arrived<T>>> context) {
        super.init(context);
        horizons = ErasureHorizons.of(context);
    }

    @Override
    public void process(Record<byte[], Arrived<T>> record) {
        Arrived<T> event = record.value();
        // Where inputs have no append time the header says when ingest read the event; the producer sent it before.
        long appendedMs = Math.min(
                MillraceHeaders.firstAppendedMs(record.headers(), record.timestamp()),
                event.origin().timestampMs());
        if (horizons.forgets(record.key(), appendedMs)) {
            metrics.rejected(ERASED.reason());
            var empty = new Record<byte[], Object>(NO_KEY, NO_KEY, record.timestamp());
            Record<byte[], Ingested<Arrived<T>>> refused =
                    event.origin().nameless().refuse(empty, ERASED, null);
            context().forward(refused.withKey(NO_KEY));
        } else {
            context().forward(record.withValue(new Ingested.Here<>(event)));
        }
    }

    /** To be connected to {@link ErasureHorizons#STORE}. */
    record Supplier<T>(IngestMetrics metrics)
            implements ProcessorSupplier<byte[], Arrived<T>, byte[], Ingested<Arrived<T>>> {

        @Override
        public Processor<byte[], Arrived<T>, byte[], Ingested<Arrived<T>>> get() {
            return new ErasedEventGate<>(metrics);
        }
    }
}
