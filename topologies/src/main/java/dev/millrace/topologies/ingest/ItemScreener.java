package dev.millrace.topologies.ingest;

import dev.millrace.avro.Item;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Judges one record of the catalogue by its key and its content. */
final class ItemScreener extends ContextualProcessor<byte[], Raw<Item>, byte[], Ingested<Raw<Item>>> {

    private final IngestMetrics metrics;

    private ItemScreener(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], Raw<Item>> record) {
        Origin.strip(record.headers()); // headers come from outside, and these must not
        Raw<Item> raw = record.value();
        Screening screening = screen(record.key(), raw.value());
        if (screening instanceof Screening.Accepted) {
            screening = Sizes.screen(record.key(), raw.bytes(), record.headers());
        }
        if (screening instanceof Screening.Refused refused) {
            metrics.rejected(refused.reason());
            Origin origin = Origin.of(context().recordMetadata().orElseThrow(), record.timestamp(), record.key());
            context().forward(origin.refuse(record, refused, raw.bytes()));
        } else {
            metrics.accepted();
            context().forward(record.withValue(new Ingested.Here<>(raw)));
        }
    }

    private static Screening screen(byte @Nullable [] key, @Nullable Item item) {
        try {
            String id = key == null
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(key))
                            .toString();
            return ItemRules.screen(id, item);
        } catch (CharacterCodingException e) {
            return Screening.refused(
                    Reason.MALFORMED_KEY, "the record's key must be the item id in UTF-8, was not: " + e.getMessage());
        }
    }

    record Supplier(IngestMetrics metrics)
            implements ProcessorSupplier<byte[], Raw<Item>, byte[], Ingested<Raw<Item>>> {

        @Override
        public Processor<byte[], Raw<Item>, byte[], Ingested<Raw<Item>>> get() {
            return new ItemScreener(metrics);
        }
    }
}
