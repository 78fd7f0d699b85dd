package dev.millrace.model.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** One value of a rules file, which knows where it stands, so that every refusal says so. */
record Entry(String file, String path, JsonNode node) {

    boolean isMissing() {
        return node.isMissingNode() || node.isNull();
    }

    Entry at(String field) {
        JsonNode child = node.isObject() && node.has(field) ? node.get(field) : MissingNode.getInstance();
        return new Entry(file, path.isEmpty() ? field : path + "." + field, child);
    }

    /** Refuses any field but these; a missing entry has none. */
    void allow(String... fields) {
        if (isMissing()) {
            return;
        }
        if (!node.isObject()) {
            throw wrong("a mapping with the keys " + List.of(fields));
        }
        for (var field : node.properties()) {
            if (!List.of(fields).contains(field.getKey())) {
                throw new IllegalArgumentException(
                        file + ": " + at(field.getKey()).path + " is not known; known here are " + List.of(fields));
            }
        }
    }

    <T> List<T> each(String field, Function<Entry, T> read) {
        Entry list = at(field);
        if (list.isMissing()) {
            return List.of();
        }
        if (!list.node.isArray()) {
            throw list.wrong("a list");
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < list.node.size(); i++) {
            Entry entry = new Entry(file, list.path + "[" + i + "]", list.node.get(i));
            if (entry.isMissing()) {
                throw entry.wrong("a mapping");
            }
            all.add(read.apply(entry));
        }
        return all;
    }

    String text() {
        if (node.isTextual() && !node.asText().isBlank()) {
            return node.asText();
        }
        throw wrong("a text (quoted when it looks like something else)");
    }

    Set<String> texts() {
        if (isMissing()) {
            return Set.of();
        }
        if (!node.isArray()) {
            throw wrong("a list of texts");
        }
        var all = new LinkedHashSet<String>();
        StreamSupport.stream(node.spliterator(), false)
                .map(element -> new Entry(file, path, element).text())
                .forEach(all::add);
        return all;
    }

    int whole(int least, int most) {
        double value = parsed();
        if (value >= least && value <= most && value == Math.rint(value)) {
            return (int) value;
        }
        throw wrong("a whole number from " + least + " to " + most);
    }

    double number(double least, double most) {
        double value = parsed();
        if (value >= least && value <= most) {
            return value;
        }
        throw wrong("a number from " + least + " to " + most);
    }

    /** NaN when it is no number. */
    private double parsed() {
        try {
            return node.isTextual() ? Double.parseDouble(node.asText()) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** One of these words; {@code true} and {@code false} are words too. */
    String oneOf(List<String> words) {
        String word = node.asText();
        if (node.isValueNode() && words.contains(word)) {
            return word;
        }
        throw wrong("one of " + words);
    }

    IllegalArgumentException wrong(String right) {
        String where = path.isEmpty() ? file : file + ": " + path;
        return new IllegalArgumentException(where + " must be " + right + ", was "
                + (node.isMissingNode() ? "not given" : node.isTextual() ? "'" + node.asText() + "'" : node));
    }
}
