package dev.millrace.topologies.retrain;

import dev.millrace.schemas.Topic;
import dev.millrace.schemas.registry.RegistryException;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the records of one global topic on to a table in memory. A record that cannot be used is logged with its
 * place, counted and left where it is: nothing can be sent from the global thread.
 */
final class GlobalFeed<V> extends ContextualProcessor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalFeed.class);

    private final Topic<String, V> topic;
    private final BiConsumer<String, @Nullable V> table;
    private final RetrainMetrics metrics;

    GlobalFeed(Topic<String, V> topic, BiConsumer<String, @Nullable V> table, RetrainMetrics metrics) {
        this.topic = topic;
        this.table = table;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            String key = topic.keySerde().deserializer().deserialize(topic.name(), record.headers(), record.key());
            V value = topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
            if (key == null) {
                throw new IllegalArgumentException("a record without a key");
            }
            table.accept(key, value);
        } catch (RegistryException e) {
            if (e.isRegistryAtFault()) {
                throw e; // says nothing about the record: to go on would lose good ones
            }
            skip(e);
        } catch (KafkaException | IllegalArgumentException e) {
            skip(e);
        }
    }

    private void skip(RuntimeException unusable) {
        metrics.unreadable();
        RecordMetadata at = context().recordMetadata().orElse(null);
        LOG.warn(
                "Skipped an unusable record of {}{}",
                topic.name(),
                at == null ? "" : ", partition " + at.partition() + ", offset " + at.offset(),
                unusable);
    }
}
