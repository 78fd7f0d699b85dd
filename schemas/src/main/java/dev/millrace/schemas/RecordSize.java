package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How large a record may become that is written because of another one.
 *
 * <p>A refusal or a dead letter holds the record that it is about and more. If it did not fit, the app would end at
 * that record at every start. So it is cut, and says how long the whole was and which SHA-256 it had.
 */
public final class RecordSize {

    /**
     * Bytes of key, value and headers together: below what a broker ({@code message.max.bytes}, 1,048,588) and a
     * producer ({@code max.request.size}, 1,048,576) take unless told otherwise, with room for what frames a record.
     */
    public static final int LIMIT = 1_000_000;

    /** Bytes that are kept of each part of a record that does not fit: enough to see what it was. */
    public static final int KEPT = 64 * 1024;

    /** On a record of whose headers some were left out: how many bytes they had. */
    public static final String CUT_HEADERS = "millrace-cut-headers";

    private static final int HEADER_FRAME = 10;

    private RecordSize() {}

    /** Bytes of key, value and headers. */
    public static int of(byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        return length(key) + length(value) + of(headers);
    }

    /** Bytes of all headers with what frames them. */
    public static int of(Iterable<Header> headers) {
        int bytes = 0;
        for (Header header : headers) {
            bytes += of(header);
        }
        return bytes;
    }

    private static int of(Header header) {
        return HEADER_FRAME + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    public static boolean isLong(byte @Nullable [] bytes) {
        return length(bytes) > KEPT;
    }

    /** The beginning of what is too long, else the very bytes. */
    public static byte @Nullable [] cut(byte @Nullable [] bytes) {
        return bytes != null && isLong(bytes) ? Arrays.copyOf(bytes, KEPT) : bytes;
    }

    /** Keeps headers in their order as long as they fit; if some go, {@link #CUT_HEADERS} says so. */
    public static void cut(Headers headers) {
        int bytes = of(headers);
        if (bytes <= KEPT) {
            return;
        }
        int room = KEPT;
        for (Header header : headers.toArray()) {
            int size = of(header);
            if (size > room) {
                headers.remove(header.key());
            } else {
                room -= size;
            }
        }
        MillraceHeaders.set(headers, CUT_HEADERS, Integer.toString(bytes));
    }

    /** Lower-case hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
