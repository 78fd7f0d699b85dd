package dev.millrace.topologies.retries;

import dev.millrace.schemas.SentBack;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The user-keyed inputs of one app, each together with those of its records that failed before and were sent back.
 *
 * <pre>
 * interactions.valid ───────────────────────────────────────────────┬─► merge-retried-interactions
 * APP.retry ─► check-retried ─┬─► read-retried-interactions ────────┘
 *                             └─► read-retried-erasures ─► …
 * </pre>
 *
 * The app's retry topic holds the bytes of dead letters in the partitions that they came from. So a letter reaches the
 * state that it belongs to, and no other app that reads the same input. That it comes once is {@code millrace dlq
 * replay}'s care.
 */
public final class RetriedInputs {

    private final StreamsBuilder builder;
    private final KStream<byte[], byte[]> retried;
    private final Set<String> inputs = new HashSet<>();

    public RetriedInputs(StreamsBuilder builder, Topics topics, String app) {
        this.builder = builder;
        Topic<byte[], byte[]> retries = topics.retries(app);
        this.retried = builder.stream(retries.name(), retries.consumed())
                .process(() -> new Check(inputs), Named.as("check-retried"));
    }

    /** @param name part of the names of the nodes */
    public <K, V> KStream<K, V> stream(Topic<K, V> input, String name) {
        inputs.add(input.name());
        KStream<K, V> again = retried.process(() -> new Reader<>(input), Named.as("read-retried-" + name));
        return builder.stream(input.name(), input.consumed()).merge(again, Named.as("merge-retried-" + name));
    }

    /** Once for all inputs, so that a record that nobody can read is one dead letter. */
    private static final class Check extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

        private final Set<String> inputs;

        Check(Set<String> inputs) {
            this.inputs = inputs;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            SentBack letter = SentBack.in(record.headers());
            if (letter == null || !inputs.contains(letter.topic())) {
                throw new IllegalArgumentException(
                        "Only 'millrace dlq replay' may write here, and it says in the header "
                                + SentBack.HEADER + " of which of the topics " + inputs + " the record is, was "
                                + (letter == null ? "nothing" : letter.topic()));
            }
            context().forward(record);
        }
    }

    /** Picks and decodes the records of one input. */
    private static final class Reader<K, V> extends ContextualProcessor<byte[], byte[], K, V> {

        private final Topic<K, V> input;

        Reader(Topic<K, V> input) {
            this.input = input;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            SentBack letter = SentBack.in(record.headers());
            if (letter != null && letter.topic().equals(input.name())) {
                K key = input.keySerde().deserializer().deserialize(input.name(), record.key());
                V value = input.valueSerde().deserializer().deserialize(input.name(), record.value());
                context().forward(record.withKey(key).withValue(value));
            }
        }
    }
}
