package dev.millrace.training.log;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.OffsetRange;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.schemas.Topic;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the valid interactions into an {@link InteractionLog}; bots and what is erased are left out. */
public final class InteractionReader {

    private static final Logger LOG = LoggerFactory.getLogger(InteractionReader.class);

    private final Topic<String, Interaction> topic;
    private final Erasures erasures;
    private final Map<Integer, Long> championUntil = new HashMap<>();
    private long undecodable;

    /** @param championTrainedOn what the serving model has seen; empty without one */
    public InteractionReader(Topic<String, Interaction> topic, Erasures erasures, List<OffsetRange> championTrainedOn) {
        this.topic = topic;
        this.erasures = erasures;
        for (OffsetRange range : championTrainedOn) {
            if (range.getTopic().equals(topic.name())) {
                championUntil.put(range.getPartition(), range.getUntilOffset());
            }
        }
    }

    public InteractionLog read(PartitionReader reader, List<PartitionReader.Range> ranges, ProgressListener progress) {
        InteractionLog.Builder log = InteractionLog.builder();
        double total = Math.max(
                1, ranges.stream().mapToLong(PartitionReader.Range::length).sum());
        reader.read(ranges, record -> add(log, record), done -> progress.progress(Stage.READ, done / total));
        progress.progress(Stage.READ, 1);
        if (undecodable > 0) {
            LOG.warn("Left out {} records of {} that could not be decoded", undecodable, topic.name());
        }
        return log.build();
    }

    private void add(InteractionLog.Builder log, ConsumerRecord<byte[], byte[]> record) {
        Interaction interaction = decode(record);
        if (interaction == null || interaction.getBot() || erasures.forgets(interaction.getUserId(), record)) {
            return;
        }
        Double value = interaction.getValue();
        log.add(
                interaction.getUserId(),
                interaction.getItemId(),
                interaction.getEventType(),
                value == null ? 1 : value.floatValue(),
                interaction.getTimestampMs(),
                record.offset() < championUntil.getOrDefault(record.partition(), 0L));
    }

    /** Null for what cannot be decoded: one broken record must not stand in the way of every training to come. */
    private @Nullable Interaction decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
        } catch (SerializationException e) {
            if (undecodable++ == 0) {
                LOG.warn("Cannot decode {}-{} at {}", topic.name(), record.partition(), record.offset(), e);
            }
            return null;
        }
    }
}
