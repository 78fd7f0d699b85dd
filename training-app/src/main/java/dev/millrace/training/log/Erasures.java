package dev.millrace.training.log;

import dev.millrace.avro.Erasure;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was erased up to when, and how much a training leaves out for it. The logs keep what erased users did until its
 * retention ends; nothing is learnt from it any more.
 */
public final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private final Map<String, Long> untilMs = new HashMap<>();
    private long events;
    private long examples;

    private Erasures() {}

    /** Nobody was erased. */
    public static Erasures none() {
        return new Erasures();
    }

    /** All that are known at this moment. */
    public static Erasures read(Topic<String, Erasure> topic, PartitionReader reader) {
        var erasures = new Erasures();
        reader.read(reader.everything(topic.name()), record -> erasures.add(topic, record), read -> {});
        return erasures;
    }

    private void add(Topic<String, Erasure> topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            Erasure erasure =
                    topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
            if (erasure != null) {
                Long until = erasure.getErasedUntilMs();
                untilMs.merge(erasure.getUserId(), until == null ? record.timestamp() : until, Math::max);
            }
        } catch (SerializationException e) {
            LOG.warn("Cannot decode {}-{} at {}", topic.name(), record.partition(), record.offset(), e);
        }
    }

    /** Whether an event is to be left out; counts it then. */
    boolean forgets(String user, ConsumerRecord<?, ?> event) {
        boolean forgets = MillraceHeaders.firstAppendedMs(event.headers(), event.timestamp()) <= until(user);
        events += forgets ? 1 : 0;
        return forgets;
    }

    /** Whether a logged list was made before scoring knew of the user's erasure; counts it then. */
    boolean forgetsList(String user, ConsumerRecord<?, ?> example) {
        boolean forgets = MillraceHeaders.erasedMs(example.headers()) < until(user);
        examples += forgets ? 1 : 0;
        return forgets;
    }

    private long until(String user) {
        return untilMs.getOrDefault(user, Long.MIN_VALUE);
    }

    /** Valid interactions that were left out. */
    public long events() {
        return events;
    }

    /** Logged lists that were left out. */
    public long examples() {
        return examples;
    }
}
