package dev.millrace.publisher;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered as asked; becomes the problem document of RFC 9457.
 *
 * <p>Expected, so without a stack trace: an overloaded server must not spend its time on walking stacks.
 */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final @Nullable String field;
    private final int retryAfterSeconds;

    private Problem(int status, String title, String detail, @Nullable String field, int retryAfterSeconds) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.field = field;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * 400, with the field named.
     *
     * @param field as the request writes it
     */
    static Problem badField(String field, String detail) {
        return new Problem(400, "Bad request", field + " " + detail, field, 0);
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail, null, 0);
    }

    static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail, null, 0);
    }

    static Problem tooLarge(int maxBytes) {
        return new Problem(413, "Body too large", "The body must have at most " + maxBytes + " bytes", null, 0);
    }

    static Problem unsupportedMediaType(@Nullable String type) {
        String was = type == null ? "there was no Content-Type" : "Content-Type was " + type;
        return new Problem(415, "Unsupported media type", "The body must be application/json, " + was, null, 0);
    }

    static Problem tooManyRequests(String detail) {
        return new Problem(429, "Too many requests", detail, null, 1);
    }

    /** 503: the same request will be answered a little later. */
    static Problem unavailable(String detail) {
        return new Problem(503, "Not available at the moment", detail, null, 1);
    }

    /** For what the HTTP library refuses by itself. */
    static Problem of(int status, String title) {
        return new Problem(status, title, title, null, 0);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        String message = getMessage();
        return message == null ? title : message;
    }

    @Nullable
    String field() {
        return field;
    }

    /** 0: trying again does not help. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Names the kind of problem: {@code urn:millrace:problem:not-found}. */
    String type() {
        return "urn:millrace:problem:" + title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
