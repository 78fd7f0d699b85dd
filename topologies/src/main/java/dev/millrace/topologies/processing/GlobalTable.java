package dev.millrace.topologies.processing;

import dev.millrace.schemas.FaultLimit;
import dev.millrace.schemas.TooManyFaultsException;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.registry.RegistryException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the records of one topic on to a table in memory, on every instance. A record that cannot be used is logged
 * with its place, counted and left where it is: the table keeps what it had of the key. Nothing can be sent from the
 * global thread, so there is no dead letter.
 *
 * <p>Too large a share of such records is no fault of theirs. To go on would serve from a table that is empty or old,
 * so the app stops.
 */
public final class GlobalTable<V> extends ContextualProcessor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalTable.class);

    private final Topic<String, V> topic;
    private final BiConsumer<String, @Nullable V> update;
    private final TableMetrics metrics;
    private FaultLimit.Watch watch = FaultLimit.DEFAULT.watch();
    private long records;

    private GlobalTable(Topic<String, V> topic, BiConsumer<String, @Nullable V> update, TableMetrics metrics) {
        this.topic = topic;
        this.update = update;
        this.metrics = metrics;
    }

    /**
     * Adds a table. The global store behind it stays empty and in memory: that makes Kafka Streams pass every record
     * from the topic's beginning through the processor at each start, before any task runs.
     *
     * @param name of the processor and its empty store
     * @param update gets each key and value, null for a tombstone, on one thread
     */
    public static <V> void add(
            StreamsBuilder builder,
            Topic<String, V> topic,
            String name,
            MeterRegistry meters,
            BiConsumer<String, @Nullable V> update) {
        var metrics = new TableMetrics(meters, topic.name());
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray()),
                topic.name(),
                // Bytes, not Avro: Kafka Streams 4.3.1 dies of a ClassCastException when a record of a global topic
                // cannot be decoded and a dead letter topic is set, because its global thread has no producer.
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name),
                () -> new GlobalTable<>(topic, update, metrics));
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        watch = FaultLimit.of(context.appConfigs()).watch();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        records++;
        try {
            if (record.key() == null) {
                throw new SerializationException("a record without a key");
            }
            String key = topic.keySerde().deserializer().deserialize(topic.name(), record.headers(), record.key());
            V value = topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
            update.accept(key, value);
        } catch (RuntimeException unusable) { // of the record or of a bug on it; only memory is touched here
            skip(unusable);
        }
        context().recordMetadata().ifPresent(metrics::read);
    }

    private void skip(RuntimeException unusable) {
        if (unusable instanceof RegistryException registry && registry.isRegistryAtFault()) {
            throw registry; // says nothing about the record: to go on would lose good ones
        }
        metrics.unreadable();
        LOG.warn("Skipped an unusable record: {}", place(), unusable);
        if (!watch.admits(records)) {
            throw new TooManyFaultsException("Too many records of " + topic.name() + " cannot be used", unusable);
        }
    }

    private String place() {
        RecordMetadata at = context().recordMetadata().orElse(null);
        return at == null ? topic.name() : at.topic() + "-" + at.partition() + "@" + at.offset();
    }
}
