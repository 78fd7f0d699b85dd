package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letter a record is that {@code millrace dlq replay} sent back: the place where the record was read first,
 * and how often it has been sent back since.
 *
 * @param attempt 0 in a dead letter that was never sent back
 */
public record SentBack(String topic, int partition, long offset, int attempt) {

    /** {@code ATTEMPT:PARTITION:OFFSET:TOPIC}. */
    public static final String HEADER = "millrace-dead-letter";

    private static final int PARTS = 4;

    /** What a record says that was sent back; null for every other one. */
    public static @Nullable SentBack in(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null || header.value() == null
                ? null
                : parsed(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static @Nullable SentBack parsed(String text) {
        String[] parts = text.split(":", PARTS);
        try {
            return parts.length < PARTS
                    ? null
                    : new SentBack(
                            parts[3], Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Integer.parseInt(parts[0]));
        } catch (NumberFormatException e) {
            return null; // anybody may write headers; then it is a record like any other
        }
    }

    /** The same letter, sent back once more. */
    public SentBack again() {
        return new SentBack(topic, partition, offset, attempt + 1);
    }

    /** Names the letter whatever became of it since. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }

    public void writeTo(Headers headers) {
        MillraceHeaders.set(headers, HEADER, attempt + ":" + partition + ":" + offset + ":" + topic);
    }
}
