package dev.millrace.cli.cluster;

import dev.millrace.schemas.SentBack;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters back to the app that failed on them, each failure once.
 *
 * <p>A letter and the note that it was sent are one transaction, and all who send letters of an app share one
 * transactional id: whoever begins later shuts out the one before and reads its notes. So it does not matter how often
 * a letter is sent back, or by how many. One that fails again is a new letter, with a higher attempt.
 */
public final class DeadLetterSender implements AutoCloseable {

    /** What became of a letter. */
    public enum Outcome {
        SENT,
        /** It was sent back before and has not failed since. */
        SENT_BEFORE,
        /** Its headers do not say where it came from. */
        WITHOUT_SOURCE,
        /** Only the beginning of the record is left. */
        CUT,
        /** It is of a table, which the app reads again from its beginning when it starts. */
        TABLE,
        /** Its topic or its partition is not there any more. */
        GONE
    }

    private static final int LETTERS_PER_TRANSACTION = 1_000;

    private final Cluster cluster;
    private final String app;
    private final Topic<String, String> replays;
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param dryRun only find out what would become of each letter */
    public DeadLetterSender(Cluster cluster, String app, boolean dryRun) {
        this.cluster = cluster;
        this.app = app;
        this.replays = cluster.topics().deadLetterReplays();
        if (!dryRun) {
            producer = cluster.producer(cluster.prefix() + ".dlq-replay." + app);
        }
        try {
            if (producer != null) {
                producer.initTransactions();
            }
            readNotes();
        } catch (KafkaException e) {
            close();
            throw cluster.explained(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void readNotes() {
        String mine = app + " ";
        new TopicReader(cluster).readAll(replays.name(), note -> {
            String place = note.key() == null ? "" : new String(note.key(), StandardCharsets.UTF_8);
            if (place.startsWith(mine) && note.value() != null) {
                attempts.merge(place, Integer.parseInt(new String(note.value(), StandardCharsets.UTF_8)), Math::max);
            }
            return true;
        });
    }

    /** @return the number of letters by outcome */
    public Map<Outcome, Integer> send(List<DeadLetter> letters) {
        Map<Outcome, Integer> outcomes = new HashMap<>();
        try {
            for (int from = 0; from < letters.size(); from += LETTERS_PER_TRANSACTION) {
                transaction(letters.subList(from, Math.min(letters.size(), from + LETTERS_PER_TRANSACTION)), outcomes);
            }
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
        return outcomes;
    }

    private void transaction(List<DeadLetter> letters, Map<Outcome, Integer> outcomes) {
        if (producer != null) {
            producer.beginTransaction();
        }
        for (DeadLetter letter : letters) {
            outcomes.merge(send(letter), 1, Integer::sum);
        }
        if (producer != null) {
            producer.commitTransaction(); // throws what any of the letters met
        }
    }

    private Outcome send(DeadLetter letter) {
        Optional<SentBack> found = letter.origin();
        if (found.isEmpty() || letter.source().isEmpty()) {
            return Outcome.WITHOUT_SOURCE;
        }
        if (letter.isCut()) {
            return Outcome.CUT;
        }
        SentBack origin = found.get();
        TopicSpec spec = spec(letter.source().get());
        boolean hasRetries = cluster.topics().hasRetries(app);
        if (hasRetries && spec != null && !spec.copartitioned()) {
            return Outcome.TABLE;
        }
        boolean toRetries = hasRetries && spec != null; // the retry topic itself is one too
        // Otherwise nobody but the app reads the topic: an input of ingest-app, or one inside an app.
        String target = toRetries
                ? cluster.topics().retries(app).name()
                : letter.source().get();
        int partition = letter.partition().orElse(origin.partition());
        if (partition >= partitions(target)) {
            return Outcome.GONE;
        }
        String place = app + " " + origin.place();
        SentBack next = origin.again();
        if (attempts.getOrDefault(place, 0) >= next.attempt()) {
            return Outcome.SENT_BEFORE;
        }
        attempts.put(place, next.attempt());
        if (producer != null) {
            var record = new ProducerRecord<>(
                    target, partition, letter.record().key(), letter.record().value(), letter.headers());
            next.writeTo(record.headers());
            send(producer, record);
            send(producer, note(place, next));
        }
        return Outcome.SENT;
    }

    private ProducerRecord<byte[], byte[]> note(String place, SentBack letter) {
        return new ProducerRecord<>(
                replays.name(),
                place.getBytes(StandardCharsets.UTF_8),
                Integer.toString(letter.attempt()).getBytes(StandardCharsets.UTF_8));
    }

    /** What goes wrong is told when the transaction is committed. */
    private static void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record);
    }

    private @Nullable TopicSpec spec(String topic) {
        return cluster.topics().specs().stream()
                .filter(spec -> spec.name().equals(topic))
                .findFirst()
                .orElse(null);
    }

    /** 0 when the topic is not there. */
    private int partitions(String topic) {
        return partitions.computeIfAbsent(topic, name -> {
            boolean exists =
                    cluster.answer(cluster.admin().listTopics().names()).contains(name);
            return exists ? cluster.partitions(name) : 0;
        });
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
