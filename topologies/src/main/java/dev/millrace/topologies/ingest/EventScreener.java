package dev.millrace.topologies.ingest;

import dev.millrace.schemas.MillraceHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Judges one raw event and says whether it came in on its user's partition. */
final class EventScreener<T> extends ContextualProcessor<byte[], Raw<T>, byte[], Ingested<Arrived<T>>> {

    private final EventKind<T> kind;
    private final IngestSettings settings;
    private final IngestMetrics metrics;
    private final Clock clock;

    private EventScreener(EventKind<T> kind, IngestSettings settings, IngestMetrics metrics, Clock clock) {
        this.kind = kind;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void process(Record<byte[], Raw<T>> record) {
        Origin.strip(record.headers()); // headers come from outside, and these must not
        RecordMetadata place = context().recordMetadata().orElseThrow();
        Origin origin = Origin.of(place, record.timestamp(), record.key());
        Raw<T> raw = record.value();
        Screening screening = kind.rules().screen(raw.value(), clock.millis());
        if (screening instanceof Screening.Accepted) {
            screening = Sizes.screen(record.key(), raw.bytes(), record.headers());
        }
        if (screening instanceof Screening.Refused refused) {
            metrics.rejected(refused.reason());
            context().forward(origin.refuse(record, refused, raw.bytes()));
            return;
        }
        pass(record, new Arrived<>(Objects.requireNonNull(raw.value()), Objects.requireNonNull(raw.bytes()), origin));
    }

    private void pass(Record<byte[], Raw<T>> record, Arrived<T> event) {
        Headers headers = record.headers();
        MillraceHeaders.setAppendedMs(headers, settings.inputHasAppendTime() ? record.timestamp() : clock.millis());
        byte[] user = kind.userId().apply(event.value()).getBytes(StandardCharsets.UTF_8);
        if (BuiltInPartitioner.partitionForKey(user, settings.partitions())
                == event.origin().partition()) {
            context().forward(record.withKey(user).withValue(new Ingested.Here<>(event)));
        } else {
            metrics.rekeyed();
            event.origin().writeTo(headers);
            context().forward(record.withKey(user).withValue(new Ingested.Elsewhere<>(event)));
        }
    }

    record Supplier<T>(EventKind<T> kind, IngestSettings settings, IngestMetrics metrics, Clock clock)
            implements ProcessorSupplier<byte[], Raw<T>, byte[], Ingested<Arrived<T>>> {

        @Override
        public Processor<byte[], Raw<T>, byte[], Ingested<Arrived<T>>> get() {
            return new EventScreener<>(kind, settings, metrics, clock);
        }
    }
}
