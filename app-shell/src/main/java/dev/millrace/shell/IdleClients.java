package dev.millrace.shell;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one app, which cost little while nothing happens.
 *
 * <p>A stream thread does what time asks of it (commits, lists that are due) between two polls, so {@code poll.ms} is
 * short, and an idle app would go round 200 times a second. Once no record has come or gone for a while its polls wait
 * longer. A record ends a poll at once, so only what is scheduled while nothing happens comes later, by {@link #IDLE}
 * at most.
 *
 * <p>What stands in global tables may be a moment old, and arrives in many small transactions. A fetch for each of them
 * would cost client and broker more than the records do, so a table is read again only after {@link #TABLES}; but it
 * waits at the broker for as long as nothing comes.
 */
final class IdleClients implements KafkaClientSupplier {

    /** Longer than anything that an event sets off. */
    private static final Duration ACTIVE = Duration.ofSeconds(2);

    private static final Duration IDLE = Duration.ofMillis(100);

    private static final Duration TABLES = Duration.ofMillis(25);

    /** A poll with so many records is one of many, at a start for example, and nothing waits for more of them. */
    private static final int MANY = 100;

    private final Activity activity = new Activity(System.nanoTime());

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new NoticedProducer(config, activity);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PatientConsumer(config, activity);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new TableConsumer(config);
    }

    /** When a record came or went last. Shared by the threads of an app. */
    static final class Activity {

        private volatile long lastNanos;

        Activity(long nowNanos) {
            this.lastNanos = nowNanos;
        }

        void noticed(long nowNanos) {
            lastNanos = nowNanos;
        }

        /** How long to poll where {@code asked} was asked for. */
        Duration poll(Duration asked, long nowNanos) {
            // Zero is asked for where the caller has other work and only looks.
            boolean idle = !asked.isZero() && nowNanos - lastNanos > ACTIVE.toNanos();
            return idle && asked.compareTo(IDLE) < 0 ? IDLE : asked;
        }
    }

    private static final class PatientConsumer extends KafkaConsumer<byte[], byte[]> {

        private final Activity activity;

        PatientConsumer(Map<String, Object> config, Activity activity) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.activity = activity;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration asked) {
            ConsumerRecords<byte[], byte[]> records = super.poll(activity.poll(asked, System.nanoTime()));
            if (!records.isEmpty()) {
                activity.noticed(System.nanoTime());
            }
            return records;
        }
    }

    /** Work that no record brings, such as scoring everybody after a change of models, shows in what it sends. */
    private static final class NoticedProducer extends KafkaProducer<byte[], byte[]> {

        private final Activity activity;

        NoticedProducer(Map<String, Object> config, Activity activity) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.activity = activity;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            activity.noticed(System.nanoTime());
            return super.send(record, callback);
        }
    }

    private static final class TableConsumer extends KafkaConsumer<byte[], byte[]> {

        private long readNanos = System.nanoTime() - TABLES.toNanos();

        TableConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration asked) {
            long early = TABLES.toNanos() - (System.nanoTime() - readNanos);
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            ConsumerRecords<byte[], byte[]> records = super.poll(asked.compareTo(IDLE) < 0 ? IDLE : asked);
            if (!records.isEmpty() && records.count() < MANY) {
                readNanos = System.nanoTime();
            }
            return records;
        }
    }
}
