package dev.millrace.training.log;

import dev.millrace.avro.ScoredExample;
import dev.millrace.avro.ScoredRow;
import dev.millrace.schemas.Topic;
import dev.millrace.training.pipeline.LoggedList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the features that scoring logged, as far as they mean what the definitions of this training mean. */
public final class ExampleReader {

    private static final Logger LOG = LoggerFactory.getLogger(ExampleReader.class);

    /** Newest lists kept per partition: more do not improve a ranker, and each takes about 10 KB. */
    private static final int MOST_PER_PARTITION = 2_000;

    private final Topic<String, ScoredExample> topic;
    private final Erasures erasures;
    private final String definitions;
    private final int width;
    private final StringDeserializer keys = new StringDeserializer();

    /**
     * @param erasures whose lists are left out
     * @param definitions fingerprint that an example must carry
     * @param width values per row
     */
    public ExampleReader(Topic<String, ScoredExample> topic, Erasures erasures, String definitions, int width) {
        this.topic = topic;
        this.erasures = erasures;
        this.definitions = definitions;
        this.width = width;
    }

    public List<LoggedList> read(PartitionReader reader) {
        List<LoggedList> lists = new ArrayList<>();
        for (PartitionReader.Range range : reader.everything(topic.name())) {
            Deque<LoggedList> newest = new ArrayDeque<>();
            reader.read(List.of(range), record -> add(newest, record), read -> {});
            lists.addAll(newest);
        }
        return lists;
    }

    private void add(Deque<LoggedList> newest, ConsumerRecord<byte[], byte[]> record) {
        LoggedList list = list(record);
        LoggedList last = newest.peekLast();
        // A shadow model's list of the same moment follows the one that was shown.
        boolean shadow = list != null
                && last != null
                && last.userId().equals(list.userId())
                && last.scoredAtMs() == list.scoredAtMs();
        if (list != null && !shadow) {
            newest.add(list);
            if (newest.size() > MOST_PER_PARTITION) {
                newest.remove();
            }
        }
    }

    private @Nullable LoggedList list(ConsumerRecord<byte[], byte[]> record) {
        ScoredExample example;
        try {
            example = topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
        } catch (SerializationException e) {
            LOG.warn("Cannot decode {}-{} at {}", topic.name(), record.partition(), record.offset(), e);
            return null;
        }
        boolean fits = example != null
                && definitions.equals(example.getDefinitions())
                && example.getRows().stream().allMatch(row -> row.getFeatures().size() == width);
        if (!fits) {
            return null;
        }
        String userId = keys.deserialize(topic.name(), record.key());
        return erasures.forgetsList(userId, record) ? null : list(userId, example);
    }

    private LoggedList list(String userId, ScoredExample example) {
        List<ScoredRow> logged = example.getRows();
        float[] rows = new float[logged.size() * width];
        for (int i = 0; i < logged.size(); i++) {
            for (int k = 0; k < width; k++) {
                rows[i * width + k] = logged.get(i).getFeatures().get(k);
            }
        }
        return new LoggedList(
                userId,
                example.getScoredAtMs(),
                logged.stream().map(ScoredRow::getItemId).toList(),
                rows);
    }
}
