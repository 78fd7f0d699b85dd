package dev.millrace.publisher;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a body as JSON, strictly; refusals say where, in our own words. */
final class JsonBody {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int DEEPEST = 20; // an event has two levels
    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonBody() {}

    static JsonNode read(byte[] body) {
        String text = utf8(body);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refusal(e);
        }
    }

    private static String utf8(byte[] body) {
        var bytes = ByteBuffer.wrap(body);
        var chars = CharBuffer.allocate(body.length); // never more characters than bytes
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
        if (result.isError()) {
            throw Problem.badRequest("The body is not UTF-8: byte " + (bytes.position() + 1) + " of " + body.length
                    + " begins no character");
        }
        String text = chars.flip().toString();
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Not with the library's message: its words and classes change, and mean nothing to a sender. */
    private static Problem refusal(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        String field = e.getProcessor() instanceof JsonParser parser ? path(parser) : null;
        String detail = what(e) + where + (field == null ? "" : ", in " + field);
        return field == null ? Problem.badRequest(detail) : Problem.badSyntax(field, detail);
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "The body is not JSON: it ends too early,";
        }
        if (e instanceof StreamConstraintsException) {
            return "The body nests too deeply, or has a number or name that is too long,";
        }
        String message = e.getOriginalMessage();
        return message != null && message.startsWith("Duplicate field")
                ? "The body has a field twice"
                : "The body is not JSON: a wrong character or token";
    }

    /** {@code [0].userId}, as in other refusals; null at the top. */
    private static @Nullable String path(JsonParser parser) {
        var path = new StringBuilder();
        for (String part : parser.getParsingContext().pathAsPointer().toString().split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            boolean index = part.chars().allMatch(c -> c >= '0' && c <= '9');
            path.append(index ? "[" + part + "]" : path.isEmpty() ? part : "." + part);
        }
        return path.isEmpty() ? null : Requests.shortened(path.toString());
    }
}
