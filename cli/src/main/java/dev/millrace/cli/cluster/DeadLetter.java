package dev.millrace.cli.cluster;

import dev.millrace.schemas.DeadLetters;
import dev.millrace.schemas.RecordSize;
import dev.millrace.schemas.SentBack;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that an app set aside, with the headers that say why.
 *
 * @param app that set it aside
 * @param queue topic of the dead letter itself
 * @param record the dead letter
 */
public record DeadLetter(String app, String queue, ConsumerRecord<byte[], byte[]> record) {

    /** {@code partition-offset}: names the dead letter within its queue. */
    public String id() {
        return record.partition() + "-" + record.offset();
    }

    /** Topic that the record was read from; empty when the headers do not say. */
    public Optional<String> source() {
        return header(DeadLetters.TOPIC).filter(topic -> !topic.isEmpty());
    }

    /** Topic, partition and offset that the record was read from, for people. */
    public String position() {
        return source().orElse("?") + " " + header(DeadLetters.PARTITION).orElse("?") + "-"
                + header(DeadLetters.OFFSET).orElse("?");
    }

    /** Partition that the record was read from; empty when the headers do not say. */
    public Optional<Integer> partition() {
        return number(DeadLetters.PARTITION).map(Math::toIntExact);
    }

    /** Where the record was read at first, and how often it has been sent back; empty when the headers do not say. */
    public Optional<SentBack> origin() {
        SentBack before = SentBack.in(record.headers());
        if (before != null) {
            return Optional.of(before);
        }
        return source().flatMap(topic -> partition().flatMap(partition -> number(DeadLetters.OFFSET)
                .map(offset -> new SentBack(topic, partition, offset, 0))));
    }

    /** Whether it is only the beginning of the record, which had been too large. */
    public boolean isCut() {
        for (Header header : record.headers()) {
            if (header.key().startsWith(DeadLetters.CUT)) {
                return true;
            }
        }
        return record.headers().lastHeader(RecordSize.CUT_HEADERS) != null;
    }

    /** Class and message of what went wrong, on one line. */
    public String cause() {
        String type = kind();
        String message =
                header(DeadLetters.MESSAGE).orElse("").lines().findFirst().orElse("");
        return type + (message.isEmpty() ? "" : ": " + message);
    }

    /** Class of what went wrong. */
    public String kind() {
        String type = header(DeadLetters.EXCEPTION).orElse("unknown");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    public String stackTrace() {
        return header(DeadLetters.STACK_TRACE).orElse("");
    }

    /** The record's own headers, without those that say why it is a dead letter. */
    public Headers headers() {
        var own = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(DeadLetters.ERRORS)) {
                own.add(header);
            }
        }
        return own;
    }

    private Optional<Long> number(String name) {
        try {
            return header(name).map(Long::parseLong);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<String> header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
