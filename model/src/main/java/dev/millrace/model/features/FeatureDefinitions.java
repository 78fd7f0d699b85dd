package dev.millrace.model.features;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The content of features.yaml, checked. Immutable.
 *
 * @param itemHalfLivesMs of the decayed counts per item
 * @param trending which of them orders trending items
 * @param userHalfLivesMs of the decayed counts per user
 * @param lastItems newest items published with a user's features
 * @param neighbourMaxGap see {@link CoVisits}
 * @param neighboursKept neighbours published per item
 * @param clickWindowMs an interaction this soon after an impression of the item is a click on it
 * @param columns the ranker's inputs, in order
 * @param fingerprint 16 hex digits of a hash over everything above; equal exactly when the meaning is
 */
public record FeatureDefinitions(
        long[] itemHalfLivesMs,
        int trending,
        long[] userHalfLivesMs,
        long categoryHalfLifeMs,
        int lastItems,
        int neighbourMaxGap,
        long neighbourHalfLifeMs,
        int neighboursKept,
        long clickHalfLifeMs,
        long clickWindowMs,
        double priorClicks,
        double priorImpressions,
        List<Column> columns,
        String fingerprint) {

    public FeatureDefinitions {
        columns = List.copyOf(columns);
    }

    /** The definitions that come with Millrace. */
    public static FeatureDefinitions standard() {
        try (InputStream in = FeatureDefinitions.class.getResourceAsStream("features.yaml")) {
            if (in == null) {
                throw new IllegalStateException("features.yaml is missing from the class path");
            }
            return FeatureFile.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("features.yaml cannot be read from the class path", e);
        }
    }

    /** @throws IllegalArgumentException naming the entry, its value and what would be right */
    public static FeatureDefinitions load(Path file) {
        try {
            return FeatureFile.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the feature definitions cannot be read from " + file, e);
        }
    }

    /**
     * These definitions without some of the ranker's columns: what an ablation leaves out.
     *
     * @param beginnings each names all columns that begin with it
     * @throws IllegalArgumentException naming a beginning that no column has
     */
    public FeatureDefinitions without(List<String> beginnings) {
        for (String beginning : beginnings) {
            if (names().stream().noneMatch(name -> name.startsWith(beginning))) {
                throw new IllegalArgumentException("no feature begins with " + beginning + "; there are " + names());
            }
        }
        List<Column> left = columns.stream()
                .filter(column -> beginnings.stream().noneMatch(column.name()::startsWith))
                .toList();
        return new FeatureDefinitions(
                itemHalfLivesMs,
                trending,
                userHalfLivesMs,
                categoryHalfLifeMs,
                lastItems,
                neighbourMaxGap,
                neighbourHalfLifeMs,
                neighboursKept,
                clickHalfLifeMs,
                clickWindowMs,
                priorClicks,
                priorImpressions,
                left,
                fingerprint + beginnings);
    }

    /** Newest items of a user that any column or source refers to. */
    int lastItemsNeeded() {
        int most = 3;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.kind() == Column.Kind.CO_VISITED || column.kind() == Column.Kind.CO_VISITED_LOG) {
                most = Math.max(most, column.position());
            }
        }
        return most;
    }

    /** Column names in order, as a model's manifest binds them. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
