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
     * On a record that is appended again, such as a replayed dead letter: when it was appended first. An erasure in
     * between forgets it. Whoever claims an earlier time only has their event forgotten sooner.
     */
    public static final String FIRST_APPENDED_MS = "millrace-first-appended-ms";

    /**
     * On what is made of a user's events: up to when, in append time, the user's events had been erased as far as its
     * maker knew. Absent when it knew of no erasure.
     */
    public static final String ERASED_MS = "millrace-erased-ms";

    /** CloudEvents' event id in binary mode. */
    public static final String CLOUD_EVENT_ID = "ce_id";

    private MillraceHeaders() {}

    public static void setAppendedMs(Headers headers, long epochMs) {
        set(headers, APPENDED_MS, Long.toString(epochMs));
    }

    /** @param fallback what to give when the header is absent or unusable, usually the record's own timestamp */
    public static long appendedMs(Headers headers, long fallback) {
        return number(headers, APPENDED_MS, fallback);
    }

    /**
     * When the event was appended for the first time: what an erasure goes by.
     *
     * @param fallback as for {@link #appendedMs}
     */
    public static long firstAppendedMs(Headers headers, long fallback) {
        long appendedMs = appendedMs(headers, fallback);
        return Math.min(appendedMs, number(headers, FIRST_APPENDED_MS, appendedMs));
    }

    public static void setFirstAppendedMs(Headers headers, long epochMs) {
        set(headers, FIRST_APPENDED_MS, Long.toString(epochMs));
    }

    public static void setErasedMs(Headers headers, long epochMs) {
        set(headers, ERASED_MS, Long.toString(epochMs));
    }

    /** See {@link #ERASED_MS}; {@link Long#MIN_VALUE} when the maker knew of no erasure. */
    public static long erasedMs(Headers headers) {
        return number(headers, ERASED_MS, Long.MIN_VALUE);
    }

    private static long number(Headers headers, String name, long fallback) {
        String text = text(headers, name);
        if (text == null) {
            return fallback;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return fallback; // anybody may write headers; a broken one is not worth a dead letter
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
