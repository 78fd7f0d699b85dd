package dev.millrace.model.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads features.yaml; every message names the entry, its value and what would be right. */
final class FeatureFile {

    private static final Set<String> ENTRIES = Set.of(
            "item-half-lives",
            "trending-half-life",
            "user-half-lives",
            "category-half-life",
            "last-items",
            "neighbours",
            "click-through",
            "columns");

    private final JsonNode root;

    private FeatureFile(JsonNode root) {
        this.root = root;
    }

    static FeatureDefinitions parse(byte[] yaml) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException("features.yaml is not valid YAML: " + e.getMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("features.yaml must hold entries such as item-half-lives");
        }
        root.fieldNames().forEachRemaining(name -> {
            if (!ENTRIES.contains(name)) {
                throw new IllegalArgumentException("features.yaml: unknown entry " + name + "; known are " + ENTRIES);
            }
        });
        return new FeatureFile(root).definitions();
    }

    private FeatureDefinitions definitions() {
        List<String> itemLabels = labels("item-half-lives");
        List<String> userLabels = labels("user-half-lives");
        String trending = text("trending-half-life");
        if (!itemLabels.contains(trending)) {
            throw new IllegalArgumentException("features.yaml: trending-half-life must be one of item-half-lives "
                    + itemLabels + ", was " + trending);
        }
        List<Column> columns = new ArrayList<>();
        for (String name : labels("columns")) {
            columns.add(column(name, itemLabels, userLabels));
        }
        return new FeatureDefinitions(
                durations("item-half-lives", itemLabels),
                itemLabels.indexOf(trending),
                durations("user-half-lives", userLabels),
                Durations.parseMs("category-half-life", text("category-half-life")),
                (int) number("last-items", 1, 100),
                (int) number("neighbours.max-gap", 1, 20),
                Durations.parseMs("neighbours.half-life", text("neighbours.half-life")),
                (int) number("neighbours.kept", 1, 1000),
                Durations.parseMs("click-through.half-life", text("click-through.half-life")),
                Durations.parseMs("click-through.window", text("click-through.window")),
                number("click-through.prior-clicks", 0, 1e6),
                number("click-through.prior-impressions", 1e-3, 1e9),
                columns,
                fingerprint());
    }

    private static Column column(String name, List<String> itemLabels, List<String> userLabels) {
        Column.Kind kind = kind(name);
        String part = name.substring(kind.label().length());
        return new Column(
                name,
                kind,
                switch (kind) {
                    case ITEM_POPULARITY, ITEM_POPULARITY_SQUARED, ITEM_POPULARITY_BY_MOMENTS ->
                        indexOf(name, part, itemLabels);
                    case USER_ACTIVITY -> indexOf(name, part, userLabels);
                    case CO_VISITED, CO_VISITED_LOG -> lastItems(name, part);
                    default -> 0;
                });
    }

    /** The one whose label says most of the name: some labels begin with others. */
    private static Column.Kind kind(String name) {
        return Stream.of(Column.Kind.values())
                .filter(kind -> kind.label().endsWith("-") ? name.startsWith(kind.label()) : name.equals(kind.label()))
                .max(Comparator.comparingInt(kind -> kind.label().length()))
                .orElseThrow(() -> new IllegalArgumentException("features.yaml: unknown column " + name
                        + "; known are "
                        + Stream.of(Column.Kind.values())
                                .map(Column.Kind::label)
                                .toList()));
    }

    private static int indexOf(String column, String label, List<String> labels) {
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "features.yaml: column " + column + " needs one of the half-lives " + labels);
        }
        return index;
    }

    private static int lastItems(String column, String part) {
        if (!part.matches("[1-9]|10")) {
            throw new IllegalArgumentException(
                    "features.yaml: column " + column + " must end in a number from 1 to 10");
        }
        return Integer.parseInt(part);
    }

    private List<String> labels(String entry) {
        JsonNode node = node(entry);
        Set<String> labels = new LinkedHashSet<>();
        node.forEach(element -> labels.add(element.asText()));
        if (!node.isArray() || node.isEmpty() || labels.size() != node.size()) {
            throw new IllegalArgumentException(
                    "features.yaml: " + entry + " must be a list of at least one and without repeats, was " + node);
        }
        return List.copyOf(labels);
    }

    private static long[] durations(String entry, List<String> labels) {
        return labels.stream()
                .mapToLong(label -> Durations.parseMs(entry, label))
                .toArray();
    }

    private double number(String entry, double least, double most) {
        JsonNode node = node(entry);
        double value = node.asDouble();
        if (!node.isNumber() || value < least || value > most) {
            throw new IllegalArgumentException(
                    "features.yaml: " + entry + " must be a number from " + least + " to " + most + ", was " + node);
        }
        return value;
    }

    private String text(String entry) {
        return node(entry).asText();
    }

    private JsonNode node(String entry) {
        JsonNode node = root.at("/" + entry.replace('.', '/'));
        if (node.isMissingNode() || node.isNull()) {
            throw new IllegalArgumentException("features.yaml: " + entry + " is missing");
        }
        return node;
    }

    private String fingerprint() {
        try {
            // The tree as text: comments and layout do not count, order and values do.
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
