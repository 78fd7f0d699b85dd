package dev.millrace.topologies.items;

import dev.millrace.schemas.Topic;
import dev.millrace.schemas.registry.RegistryException;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes one topic's records on to the item table. A record that cannot be used is logged with its place, counted and
 * left where it is: the table keeps what it had of the item. Nothing can be sent from the global thread.
 */
final class ItemFeed<V> extends ContextualProcessor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(ItemFeed.class);

    private final Topic<String, V> topic;
    private final BiConsumer<String, @Nullable V> update;
    private final ItemFeedMetrics metrics;

    ItemFeed(Topic<String, V> topic, BiConsumer<String, @Nullable V> update, ItemFeedMetrics metrics) {
        this.topic = topic;
        this.update = update;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            if (record.key() == null) {
                throw new SerializationException("a record of an item-keyed topic without a key");
            }
            String item = topic.keySerde().deserializer().deserialize(topic.name(), record.headers(), record.key());
            V value = topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
            update.accept(item, value);
        } catch (KafkaException | IllegalArgumentException unusable) {
            skip(unusable);
        }
        context().recordMetadata().ifPresent(metrics::read);
    }

    private void skip(RuntimeException unusable) {
        if (unusable instanceof RegistryException registry && registry.isRegistryAtFault()) {
            throw registry; // says nothing about the record: to go on would lose good items
        }
        metrics.unreadable();
        LOG.warn("Skipped an unusable record: {}", place(), unusable);
    }

    private String place() {
        RecordMetadata at = context().recordMetadata().orElse(null);
        return at == null ? topic.name() : at.topic() + "-" + at.partition() + "@" + at.offset();
    }
}
