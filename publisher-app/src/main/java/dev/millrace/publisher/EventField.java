package dev.millrace.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value of a request's body, which knows its own path, so that every refusal names it. */
record EventField(String path, JsonNode node) {

    boolean isMissing() {
        return node.isMissingNode() || node.isNull();
    }

    EventField at(String name) {
        JsonNode child = node.get(name);
        return new EventField(
                path.isEmpty() ? name : path + "." + name, child == null ? MissingNode.getInstance() : child);
    }

    /** Refuses any field but these: a misspelt one would silently be lost. */
    void allow(String... fields) {
        if (!node.isObject()) {
            throw wrong("must be a JSON object");
        }
        for (var field : node.properties()) {
            if (!List.of(fields).contains(field.getKey())) {
                throw at(Requests.shortened(field.getKey())).wrong("is not known; known are " + List.of(fields));
            }
        }
    }

    /** A text; null when it is absent, which the rules then judge. */
    @Nullable
    String optionalText() {
        if (isMissing()) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrong("must be a string, was " + shown());
        }
        String text = node.asText();
        if (Requests.hasLoneSurrogate(text)) {
            throw wrong("has half of a surrogate pair, which is no character");
        }
        return text;
    }

    String text() {
        String text = optionalText();
        if (text == null) {
            throw wrong("is missing or blank");
        }
        return text;
    }

    /** A text within the limit of ids; null when it is absent. Blank would be one id for many. */
    @Nullable
    String optionalId() {
        String text = optionalText();
        if (text != null && text.isBlank()) {
            throw wrong("must not be blank; leave it out");
        }
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > Requests.LONGEST_ID) {
            throw wrong("must have at most " + Requests.LONGEST_ID + " bytes in UTF-8");
        }
        return text;
    }

    List<String> texts(int most) {
        if (!node.isArray() || node.isEmpty() || node.size() > most) {
            throw wrong("must be an array of 1 to " + most + " strings");
        }
        List<String> texts = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            texts.add(new EventField(path + "[" + i + "]", node.get(i)).text());
        }
        return texts;
    }

    @Nullable
    Double optionalNumber() {
        if (isMissing()) {
            return null;
        }
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw wrong("must be a finite number, was " + shown());
        }
        return node.asDouble();
    }

    long wholeNumber() {
        if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToLong()) {
            throw wrong("must be a whole number, was " + shown());
        }
        return node.asLong();
    }

    Problem wrong(String detail) {
        return Problem.badField(path.isEmpty() ? "The body" : path, detail);
    }

    private String shown() {
        String text = node.isDouble() && !Double.isFinite(node.asDouble()) ? "too large" : node.toString();
        return Requests.shortened(text);
    }
}
