package dev.millrace.topologies.erasure;

import dev.millrace.schemas.MillraceHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Lets pass what was appended after the last erasure of its user; the first step of every stream of events. */
public final class ErasedEventFilter<V> extends ContextualFixedKeyProcessor<String, V, V> {

    private final Counter leftOut;
    private ErasureHorizons horizons;

    @SuppressWarnings("NullAway.Init") // init comes first
    private ErasedEventFilter(Counter leftOut) {
        this.leftOut = leftOut;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, V> context) {
        super.init(context);
        horizons = ErasureHorizons.of(context);
    }

    @Override
    public void process(FixedKeyRecord<String, V> record) {
        if (horizons.forgets(record.key(), MillraceHeaders.firstAppendedMs(record.headers(), record.timestamp()))) {
            leftOut.increment();
        } else {
            context().forward(record);
        }
    }

    /** To be connected to {@link ErasureHorizons#STORE}. */
    public record Supplier<V>(Counter leftOut) implements FixedKeyProcessorSupplier<String, V, V> {

        /** @param topic whose events pass */
        public Supplier(MeterRegistry meters, String topic) {
            this(ErasureMetrics.leftOut(meters, topic));
        }

        @Override
        public FixedKeyProcessor<String, V, V> get() {
            return new ErasedEventFilter<>(leftOut);
        }
    }
}
