package dev.millrace.cli.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record that an app set aside, with the headers in which Kafka Streams says why.
 *
 * @param queue topic of the dead letter itself
 * @param record the dead letter
 */
public record DeadLetter(String queue, ConsumerRecord<byte[], byte[]> record) {

    private static final String HEADERS = "__streams.errors.";

    /** {@code partition-offset}: names the dead letter within its queue. */
    public String id() {
        return record.partition() + "-" + record.offset();
    }

    /** Topic that the record was read from; empty when the headers do not say. */
    public Optional<String> source() {
        return header("topic");
    }

    /** Topic, partition and offset that the record was read from, for people. */
    public String position() {
        return source().orElse("?") + " " + header("partition").orElse("?") + "-"
                + header("offset").orElse("?");
    }

    /** Class and message of what went wrong, on one line. */
    public String cause() {
        String type = header("exception").orElse("unknown");
        String message = header("message").orElse("").lines().findFirst().orElse("");
        return type.substring(type.lastIndexOf('.') + 1) + (message.isEmpty() ? "" : ": " + message);
    }

    public String stackTrace() {
        return header("stacktrace").orElse("");
    }

    /** The record as it was, for its source topic, without the headers that Kafka Streams added. */
    public Optional<ProducerRecord<byte[], byte[]>> original() {
        List<Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(HEADERS)) {
                headers.add(header);
            }
        }
        return source().map(topic -> new ProducerRecord<>(topic, null, record.key(), record.value(), headers));
    }

    private Optional<String> header(String name) {
        Header header = record.headers().lastHeader(HEADERS + name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
