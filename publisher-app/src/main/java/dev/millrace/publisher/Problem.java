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

    /** 400 for a body that cannot be read at this field. */
    static Problem badSyntax(String field, String detail) {
        return new Problem(400, "Bad request", detail, field, 0);
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
        String was = type == null ? "there was no Content-Type" : "Content-Type was " + Requests.shortened(type);
        return new Problem(415, "Unsupported media type", "The body must be application/json, " + was, null, 0);
    }

    static Problem tooManyRequests(String detail) {
        return new Problem(429, "Too many requests", detail, null, 1);
    }

    /** 503, before any work is done for the request. */
    static Problem overloaded(String detail) {
        return new Problem(503, "Overloaded", detail, null, 1);
    }

    /** 503: the same request will be answered a little later. */
    static Problem unavailable(String detail) {
        return new Problem(503, "Not available at the moment", detail, null, 1);
    }

    /** For what the HTTP library refuses by itself; none of its words leave. */
    static Problem of(int status) {
        return switch (status) {
            case 400 -> badRequest("The request is malformed");
            case 404 -> notFound("There is no such path; /openapi.json lists those there are");
            case 405 ->
                new Problem(405, "Method not allowed", "The path does not know this method; see Allow", null, 0);
            case 408 -> new Problem(408, "Request timeout", "The body did not come in time", null, 0);
            case 413 -> new Problem(413, "Body too large", "The body has too many bytes", null, 0);
            case 414 -> new Problem(414, "URI too long", "Path and query have too many bytes", null, 0);
            case 415 -> unsupportedMediaType(null);
            case 431 -> new Problem(431, "Headers too large", "The headers have too many bytes", null, 0);
            case 503 -> unavailable("The server is stopping or overloaded");
            default ->
                status < 500
                        ? new Problem(status, "Bad request", "The request is malformed", null, 0)
                        : new Problem(status, "Internal error", "The server failed; its log says why", null, 0);
        };
    }

    /** 415 for a body compressed in a way that is not known. */
    static Problem unsupportedEncoding(String encoding) {
        String detail = "Content-Encoding may be gzip or absent, was " + Requests.shortened(encoding);
        return new Problem(415, "Unsupported media type", detail, null, 0);
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
