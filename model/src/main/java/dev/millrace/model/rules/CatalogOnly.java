package dev.millrace.model.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether items are shown that the catalogue does not have: known from interactions alone. */
public enum CatalogOnly {
    /**
     * They are shown only while there is no catalogue. Otherwise a single event on an id that nobody sells would bring
     * it into somebody else's list.
     */
    AUTO,
    /** They are never shown. */
    TRUE,
    /** They are shown like any other item. */
    FALSE;

    boolean shows(String itemId, Shelf shelf) {
        return switch (this) {
            case AUTO -> !shelf.hasCatalog() || shelf.isCatalogued(itemId);
            case TRUE -> shelf.isCatalogued(itemId);
            case FALSE -> true;
        };
    }

    /** As written in a rules file. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(CatalogOnly::label).toList();
    }
}
