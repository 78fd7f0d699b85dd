package dev.millrace.schemas;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter looks like: the record as it came, and headers under Kafka Streams' own names that say why.
 *
 * <p>A record that does not fit together with them is cut part by part; {@link #CUT_KEY}, {@link #CUT_VALUE} and
 * {@link RecordSize#CUT_HEADERS} then say how long the part was, and the first two its SHA-256.
 */
public final class DeadLetters {

    /** Begins the names of the headers that say what went wrong. */
    public static final String ERRORS = "__streams.errors.";

    public static final String EXCEPTION = ERRORS + "exception";
    public static final String MESSAGE = ERRORS + "message";
    public static final String STACK_TRACE = ERRORS + "stacktrace";
    public static final String TOPIC = ERRORS + "topic";
    public static final String PARTITION = ERRORS + "partition";
    public static final String OFFSET = ERRORS + "offset";

    /** Begins the names of the headers that say what was cut. */
    public static final String CUT = "millrace-cut-";

    /** {@code LENGTH SHA256} of a key that was cut. */
    public static final String CUT_KEY = CUT + "key";

    /** {@code LENGTH SHA256} of a value that was cut. */
    public static final String CUT_VALUE = CUT + "value";

    private static final int LONGEST_MESSAGE = 4 * 1024;
    private static final int LONGEST_TRACE = 16 * 1024;
    /** Message and trace at their longest in UTF-8, the names, the topic. */
    private static final int ABOUT_THE_ERROR = 3 * (LONGEST_MESSAGE + LONGEST_TRACE) + 4 * 1024;

    private DeadLetters() {}

    /**
     * The dead letter of a record that could not be read.
     *
     * @param key and value as they came
     */
    public static ProducerRecord<byte[], byte[]> of(
            String queue,
            ErrorHandlerContext context,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Exception exception) {
        // Anything but a time makes Kafka's record throw, and then the app would end at the record.
        Long timestamp = context.timestamp() < 0 ? null : context.timestamp();
        boolean fits = RecordSize.of(key, value, context.headers()) <= RecordSize.LIMIT - ABOUT_THE_ERROR;
        var letter = new ProducerRecord<>(
                queue,
                null,
                timestamp,
                fits ? key : RecordSize.cut(key),
                fits ? value : RecordSize.cut(value),
                context.headers());
        Headers headers = letter.headers();
        removeErrors(headers); // of a dead letter that was sent back: only the last failure counts
        if (!fits) {
            sayWhatWasCut(headers, key, value);
        }
        // A replay appends the record anew, and an erasure in between must still forget it.
        if (timestamp != null) {
            MillraceHeaders.setFirstAppendedMs(headers, MillraceHeaders.firstAppendedMs(headers, timestamp));
        }
        add(headers, EXCEPTION, exception.getClass().getName());
        add(headers, MESSAGE, start(Objects.requireNonNullElse(exception.getMessage(), ""), LONGEST_MESSAGE));
        add(headers, STACK_TRACE, start(stackTrace(exception), LONGEST_TRACE));
        add(headers, TOPIC, Objects.requireNonNullElse(context.topic(), ""));
        add(headers, PARTITION, Integer.toString(context.partition()));
        add(headers, OFFSET, Long.toString(context.offset()));
        return letter;
    }

    private static void removeErrors(Headers headers) {
        for (Header header : headers.toArray()) {
            if (header.key().startsWith(ERRORS) || header.key().startsWith(CUT)) {
                headers.remove(header.key());
            }
        }
    }

    private static void sayWhatWasCut(Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        RecordSize.cut(headers);
        sayWhatWasCut(headers, CUT_KEY, key);
        sayWhatWasCut(headers, CUT_VALUE, value);
    }

    private static void sayWhatWasCut(Headers headers, String name, byte @Nullable [] whole) {
        if (whole != null && RecordSize.isLong(whole)) {
            add(headers, name, whole.length + " " + RecordSize.sha256(whole));
        }
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String stackTrace(Exception exception) {
        var text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static String start(String text, int characters) {
        return text.length() <= characters
                ? text
                : text.substring(0, characters) + "… (" + text.length() + " characters)";
    }
}
