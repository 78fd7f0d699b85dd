package dev.millrace.training.service;

import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.TrainingReport;
import dev.millrace.schemas.Topic;
import dev.millrace.training.KafkaAccess;
import dev.millrace.training.TrainingOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever waits for a request what became of it. A report that cannot be written, because its topic is missing
 * say, is a line in the log: it must not cost the model.
 */
final class Reports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    /** For a topic that is missing; a training must not wait for its report for as long as Kafka does. */
    private static final int PATIENCE_MS = 15_000;

    private final Topic<String, TrainingReport> topic;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;

    Reports(KafkaAccess kafka, Clock clock) {
        this.topic = kafka.topics().trainingReports();
        this.clock = clock;
        Map<String, Object> config = new HashMap<>(kafka.client());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * PATIENCE_MS);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void started(RetrainRequest request) {
        write(report(request, "started").build());
    }

    void ended(RetrainRequest request, TrainingOutcome outcome) {
        write(report(request, outcome.status().name().toLowerCase(Locale.ROOT))
                .setStage(outcome.stage())
                .setReasons(outcome.objections())
                .setModelVersion(outcome.version())
                .setPromoted(outcome.promoted())
                .setMetrics(outcome.metrics())
                .setSeconds(outcome.trainSeconds())
                .build());
    }

    private TrainingReport.Builder report(RetrainRequest request, String status) {
        return TrainingReport.newBuilder()
                .setRequestId(request.getRequestId())
                .setSlot(request.getSlot())
                .setStatus(status)
                .setReasons(List.of())
                .setMetrics(Map.of())
                .setAtMs(clock.millis());
    }

    private void write(TrainingReport report) {
        try {
            byte[] value = topic.valueSerde().serializer().serialize(topic.name(), report);
            producer.send(new ProducerRecord<>(
                            topic.name(), report.getRequestId().getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | KafkaException e) {
            LOG.warn("Nobody who waits will hear of {}", report, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
