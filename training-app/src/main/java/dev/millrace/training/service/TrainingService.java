package dev.millrace.training.service;

import dev.millrace.avro.RetrainRequest;
import dev.millrace.schemas.Topic;
import dev.millrace.training.KafkaAccess;
import dev.millrace.training.TrainingJob;
import dev.millrace.training.TrainingOutcome;
import dev.millrace.training.TrainingRequest;
import dev.millrace.training.TrainingSettings;
import dev.millrace.training.pipeline.ProgressListener;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves retrain requests, one at a time. A request counts as served once its outcome is known, so one that a crash cut
 * off is taken up again; a request that led to a model already is not trained twice. Each end of a request is told on
 * the topic of reports, for those who wait for it.
 */
public final class TrainingService implements AutoCloseable {

    /** Consumer group, after the topics' prefix. */
    public static final String NAME = "training-app";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingService.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** A training may take this long before the group gives its request to another instance. */
    private static final Duration LONGEST_TRAINING = Duration.ofHours(6);

    private final TrainingJob job;
    private final String slot;
    private final Topic<String, RetrainRequest> requests;
    private final ProgressListener progress;
    private final Consumer<TrainingOutcome> outcomes;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Reports reports;
    private final Thread thread = new Thread(this::serve, NAME);
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    private TrainingService(
            TrainingSettings settings,
            KafkaAccess kafka,
            Clock clock,
            ProgressListener progress,
            Consumer<TrainingOutcome> outcomes) {
        this.job = new TrainingJob(settings, kafka, clock);
        this.slot = settings.slot();
        this.requests = kafka.topics().retrainRequests();
        this.progress = progress;
        this.outcomes = outcomes;
        Map<String, Object> config = new HashMap<>(kafka.client());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.topics().prefix() + "." + NAME);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_TRAINING.toMillis());
        this.reports = new Reports(kafka, clock);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Starts serving on a thread of its own.
     *
     * @param outcomes told what came of each request, on that thread
     */
    public static TrainingService start(
            TrainingSettings settings,
            KafkaAccess kafka,
            Clock clock,
            ProgressListener progress,
            Consumer<TrainingOutcome> outcomes) {
        var service = new TrainingService(settings, kafka, clock, progress, outcomes);
        service.thread.start();
        return service;
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** What ended the service, if it was not closed. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Blocks until the service has ended. */
    public void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** Breaks off the training that is running, if any; its request is taken up at the next start. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (consumer;
                reports) {
            consumer.subscribe(List.of(requests.name()));
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (serve(record)) {
                        consumer.commitSync(Map.of(
                                new TopicPartition(record.topic(), record.partition()),
                                new OffsetAndMetadata(record.offset() + 1)));
                    }
                }
            }
        } catch (WakeupException e) {
            if (!closed) {
                failure = e;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            LOG.error("Training ends", e);
        }
    }

    /** @return whether the request is done with; one that the end of the service cut off is not */
    private boolean serve(ConsumerRecord<byte[], byte[]> record) {
        RetrainRequest request = read(record);
        if (request == null) {
            return true;
        }
        if (!request.getSlot().equals(slot)) {
            // All instances share the requests between them, so nobody else will see this one.
            tell(
                    request,
                    TrainingOutcome.refused(
                            "slot",
                            List.of("this training-app trains for the slot " + slot + ", not for " + request.getSlot()),
                            Map.of()));
            return true;
        }
        LOG.info("Training for {}: {} {}", request.getRequestId(), request.getCause(), request.getEvidence());
        reports.started(request);
        var stages = new StageWatch(progress, () -> closed);
        try {
            tell(
                    request,
                    job.run(
                            new TrainingRequest(request.getRequestId(), request.getSlot(), request.getCause()),
                            stages));
        } catch (RuntimeException e) {
            if (closed) {
                LOG.info("The training for {} is broken off; the next start takes it up", request.getRequestId());
                return false;
            }
            // One request that cannot be served must not keep the next from being; its cause will come again.
            LOG.error("The training for {} failed: {}", request.getRequestId(), stages.stage(), e);
            tell(request, TrainingOutcome.failed(stages.stage(), reason(e), stages.seconds()));
        } catch (Error e) {
            tell(request, TrainingOutcome.failed(stages.stage(), reason(e), stages.seconds()));
            throw e;
        }
        return true;
    }

    private @Nullable RetrainRequest read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return requests.valueSerde().deserializer().deserialize(record.topic(), record.headers(), record.value());
        } catch (RuntimeException e) {
            LOG.error("Passed by {}-{}@{}, no request", record.topic(), record.partition(), record.offset(), e);
            return null;
        }
    }

    private void tell(RetrainRequest request, TrainingOutcome outcome) {
        outcomes.accept(outcome);
        reports.ended(request, outcome);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message.strip();
    }
}
