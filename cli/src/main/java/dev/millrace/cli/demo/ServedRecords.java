package dev.millrace.cli.demo;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.ScoredExample;
import dev.millrace.cli.cluster.RecordView;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Gathers {@link Served} from the topics, record by record. */
final class ServedRecords implements Tail.Listener {

    private static final long REFUSED = -1;

    private final Topics topics;
    private final InteractionLog log;
    private final Map<String, Integer> events = new HashMap<>();
    private final long[] offsets;
    private final long[] appendedMs;
    private final Map<String, NavigableMap<Long, Long>> scoredAtMs = new HashMap<>();
    private final Map<String, NavigableMap<Long, Recommendations>> lists = new HashMap<>();
    private final Map<String, Map<Long, ScoredExample>> examples = new HashMap<>();

    /** @param ids of the events, by their number in the log */
    ServedRecords(Topics topics, InteractionLog log, String[] ids) {
        this.topics = topics;
        this.log = log;
        this.offsets = new long[log.size()];
        this.appendedMs = new long[log.size()];
        Arrays.fill(offsets, REFUSED);
        for (int event = 0; event < ids.length; event++) {
            events.put(ids[event], event);
        }
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
        String user = String.valueOf(RecordView.text(record.key()));
        if (is(record, topics.interactionsValid())) {
            Interaction interaction = value(topics.interactionsValid(), record);
            Integer event = interaction == null ? null : events.get(String.valueOf(interaction.getEventId()));
            if (event != null) {
                offsets[event] = record.offset();
                appendedMs[event] = MillraceHeaders.appendedMs(record.headers(), record.timestamp());
            }
        } else if (is(record, topics.candidates())) {
            Candidates made = value(topics.candidates(), record);
            if (made != null) {
                scoredAtMs
                        .computeIfAbsent(user, unseen -> new TreeMap<>())
                        .putIfAbsent(made.getAsOfOffset(), made.getGeneratedAtMs());
            }
        } else if (is(record, topics.recommendations())) {
            Recommendations list = value(topics.recommendations(), record);
            if (list != null) {
                lists.computeIfAbsent(user, unseen -> new TreeMap<>()).put(list.getAsOfOffset(), list);
            }
        } else if (is(record, topics.featureLog())) {
            ScoredExample example = value(topics.featureLog(), record);
            if (example != null) {
                examples.computeIfAbsent(user, unseen -> new HashMap<>()).put(example.getAsOfOffset(), example);
            }
        }
    }

    /** Whether each user of these events that passed has been scored with all of them. */
    boolean areScored(int from, int to) {
        for (int event = from; event < to; event++) {
            NavigableMap<Long, Long> scored = scoredAtMs.get(log.userId(log.user(event)));
            if (offsets[event] != REFUSED && (scored == null || scored.lastKey() < offsets[event])) {
                return false;
            }
        }
        return true;
    }

    /**
     * What was gathered, of the events before {@code end}.
     *
     * @param cut the first event that was live
     * @param neighbours around each item before it
     */
    Served served(int cut, int end, Map<String, Neighbours> neighbours, @Nullable ModelBundle model) {
        InteractionLog.Builder passed = InteractionLog.builder();
        long[] passedOffsets = new long[end];
        long[] passedAppendedMs = new long[end];
        int history = 0;
        for (int event = 0; event < end; event++) {
            if (offsets[event] != REFUSED) {
                passedOffsets[passed.size()] = offsets[event];
                passedAppendedMs[passed.size()] = appendedMs[event];
                history += event < cut ? 1 : 0;
                passed.add(
                        log.userId(log.user(event)),
                        log.itemId(log.item(event)),
                        log.typeName(log.type(event)),
                        log.value(event),
                        log.timestampMs(event));
            }
        }
        int size = passed.size();
        return new Served(
                passed.build().withValueWhereNone(1),
                history,
                Arrays.copyOf(passedOffsets, size),
                Arrays.copyOf(passedAppendedMs, size),
                scoredAtMs,
                lists,
                examples,
                neighbours,
                model);
    }

    private static boolean is(ConsumerRecord<byte[], byte[]> record, Topic<?, ?> topic) {
        return record.topic().equals(topic.name());
    }

    private static <V> @Nullable V value(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
    }
}
