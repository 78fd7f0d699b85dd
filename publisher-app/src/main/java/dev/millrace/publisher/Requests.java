package dev.millrace.publisher;

import dev.millrace.topologies.ingest.EventRules;
import dev.millrace.topologies.publisher.PublisherSettings;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a request and refuses what is out of bounds, naming the field. */
final class Requests {

    static final int LONGEST_ID = EventRules.LONGEST_ID;

    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*", Pattern.CASE_INSENSITIVE);

    private Requests() {}

    /** An id from the path, URL-decoded. */
    static String id(Context ctx, String name) {
        return id(name, ctx.pathParam(name));
    }

    private static String id(String name, String id) {
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
        // Not by parseInt alone, which takes +5 and the digits of every script.
        int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > PublisherSettings.LONGEST_LIST) {
            throw wrongLimit(text);
        }
        return limit;
    }

    /** A category to look for; null: all. */
    static @Nullable String category(Context ctx) {
        String category = ctx.queryParam("category");
        return category == null ? null : id("category", category);
    }

    private static Problem wrongLimit(String text) {
        return Problem.badField(
                "limit",
                "must be a whole number from 1 to " + PublisherSettings.LONGEST_LIST + ", was '" + shortened(text)
                        + "'");
    }

    /** Refuses misspelt parameters, and those given twice: without that {@code ?limt=5} is silently ignored. */
    static void allowParameters(Context ctx, String... known) {
        for (Map.Entry<String, List<String>> parameter : ctx.queryParamMap().entrySet()) {
            String name = parameter.getKey();
            if (!List.of(known).contains(name)) {
                throw Problem.badField(shortened(name), "is not a parameter here; known are " + List.of(known));
            }
            if (parameter.getValue().size() > 1) {
                throw Problem.badField(name, "is given " + parameter.getValue().size() + " times");
            }
        }
    }

    /** The body's bytes, decompressed no further than one beyond the limit. */
    static byte[] jsonBody(Context ctx, int maxBytes) {
        String type = ctx.contentType();
        if (type == null || !isJson(type)) {
            throw Problem.unsupportedMediaType(type);
        }
        String encoding = ctx.header("Content-Encoding");
        boolean gzip = encoding != null && encoding.trim().equalsIgnoreCase("gzip");
        if (encoding != null && !gzip && !encoding.trim().equalsIgnoreCase("identity")) {
            throw Problem.unsupportedEncoding(encoding);
        }
        try {
            InputStream raw = ctx.req().getInputStream();
            byte[] body = (gzip ? new GZIPInputStream(raw) : raw).readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw Problem.tooLarge(maxBytes);
            }
            return body;
        } catch (IOException e) {
            throw Problem.badRequest(gzip ? "The body is not gzip, or is cut off" : "The body broke off");
        }
    }

    private static boolean isJson(String type) {
        int end = type.indexOf(';');
        String media = end < 0 ? type : type.substring(0, end);
        return media.trim().equalsIgnoreCase("application/json")
                && (end < 0 || CHARSET.matcher(type.substring(end)).matches());
    }

    /** Such a text has no UTF-8: it would be written as a question mark, and be another id. */
    static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
