package dev.millrace.publisher;

import dev.millrace.topologies.publisher.PublisherSettings;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the parts of a request and refuses what is out of bounds, naming the field. */
final class Requests {

    /** As ingest has it. */
    static final int LONGEST_ID = 256;

    private Requests() {}

    /** An id from the path, URL-decoded. */
    static String id(Context ctx, String name) {
        String id = ctx.pathParam(name);
        if (id.isBlank()) {
            throw Problem.badField(name, "must not be blank");
        }
        if (id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
            throw Problem.badField(name, "must have at most " + LONGEST_ID + " bytes in UTF-8");
        }
        return id;
    }

    static int limit(Context ctx, int fallback) {
        String text = ctx.queryParam("limit");
        if (text == null) {
            return fallback;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= PublisherSettings.LONGEST_LIST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw wrongLimit(text);
        }
        throw wrongLimit(text);
    }

    private static Problem wrongLimit(String text) {
        return Problem.badField(
                "limit",
                "must be a whole number from 1 to " + PublisherSettings.LONGEST_LIST + ", was '" + shortened(text)
                        + "'");
    }

    /** Refuses misspelt parameters: without that {@code ?limt=5} is silently ignored. */
    static void allowParameters(Context ctx, String... known) {
        Set<String> names = ctx.queryParamMap().keySet();
        for (String name : names) {
            if (!List.of(known).contains(name)) {
                throw Problem.badField(shortened(name), "is not a parameter here; known are " + List.of(known));
            }
        }
    }

    /** The body's bytes, read no further than one beyond the limit. */
    static byte[] jsonBody(Context ctx, int maxBytes) {
        String type = ctx.contentType();
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].trim().equals("application/json")) {
            throw Problem.unsupportedMediaType(type);
        }
        if (ctx.contentLength() > maxBytes) {
            throw Problem.tooLarge(maxBytes);
        }
        try {
            byte[] body = ctx.req().getInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw Problem.tooLarge(maxBytes);
            }
            return body;
        } catch (IOException e) {
            throw Problem.badRequest("The body broke off: " + e.getMessage());
        }
    }

    static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
