package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Record headers with a meaning to the pipeline; all values are text, so that any tool shows them. */
public final class MillraceHeaders {

    /** When the event was appended to the input topic, epoch milliseconds: the start of the latency clock. */
    public static final String APPENDED_MS = "millrace-appended-ms";

    /**
     * On an erasure that scoring-app writes itself, its slot: it has forgotten the session before, and what it has of
     * it when it reads the erasure is of a new one.
     */
    public static final String SESSION_OVER = "millrace-session-over";

    /** CloudEvents' event id in binary mode. */
    public static final String CLOUD_EVENT_ID = "ce_id";

    private MillraceHeaders() {}

    public static void setAppendedMs(Headers headers, long epochMs) {
        set(headers, APPENDED_MS, Long.toString(epochMs));
    }

    /** @param fallback what to give when the header is absent or unusable, usually the record's own timestamp */
    public static long appendedMs(Headers headers, long fallback) {
        String text = text(headers, APPENDED_MS);
        if (text == null) {
            return fallback;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return fallback; // anybody may write headers; a latency clock is not worth a dead letter
        }
    }

    /** Replaces whatever the header was. */
    public static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The last value of the header as text; null when there is none. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
