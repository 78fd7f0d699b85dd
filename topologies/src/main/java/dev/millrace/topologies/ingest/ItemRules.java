package dev.millrace.topologies.ingest;

import dev.millrace.avro.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an item of the catalogue must satisfy; no value at all delists it. Pure. */
final class ItemRules {

    static final int LONGEST_TITLE = 1_024;
    static final int LONGEST_CATEGORY = 256;
    static final int MOST_CATEGORIES = 64;
    static final int LONGEST_ATTRIBUTE = 4_096;
    static final int MOST_ATTRIBUTES = 128;
    /**
     * In whatever currency: beyond it lies a mistake in units or an overflow, and it would ruin every price feature.
     */
    static final double HIGHEST_PRICE = 1e9;

    private ItemRules() {}

    /** @param id the record's key; null: absent or not UTF-8 */
    static Screening screen(@Nullable String id, @Nullable Item item) {
        Screening objection = Ids.objection("the record's key, the item id,", id, Reason.MISSING_ITEM);
        if (objection == null && item != null) {
            objection = content(item);
        }
        return objection == null ? Screening.ACCEPTED : objection;
    }

    private static @Nullable Screening content(Item item) {
        Screening objection = price(item.getPrice());
        if (objection == null) {
            objection = availability(item.getAvailableFromMs(), item.getAvailableUntilMs());
        }
        if (objection == null) {
            objection = item.getTitle() == null ? null : tooLong("title", item.getTitle(), LONGEST_TITLE);
        }
        if (objection == null) {
            objection = categories(item);
        }
        return objection == null ? attributes(item.getAttributes()) : objection;
    }

    private static @Nullable Screening price(@Nullable Double price) {
        return price == null || price >= 0 && price <= HIGHEST_PRICE
                ? null
                : Screening.refused(Reason.ABSURD_PRICE, "price must be 0 to " + HIGHEST_PRICE + ", was " + price);
    }

    private static @Nullable Screening availability(@Nullable Long from, @Nullable Long until) {
        return from == null || until == null || from < until
                ? null
                : Screening.refused(
                        Reason.AVAILABILITY_REVERSED,
                        "availableFromMs must be before availableUntilMs, was " + from + " and " + until);
    }

    private static @Nullable Screening categories(Item item) {
        if (item.getCategories().size() > MOST_CATEGORIES) {
            return tooMany("categories", item.getCategories().size(), MOST_CATEGORIES);
        }
        for (String category : item.getCategories()) {
            Screening objection = tooLong("a category", category, LONGEST_CATEGORY);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private static @Nullable Screening attributes(Map<String, String> attributes) {
        if (attributes.size() > MOST_ATTRIBUTES) {
            return tooMany("attributes", attributes.size(), MOST_ATTRIBUTES);
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            Screening objection = tooLong("an attribute's name", attribute.getKey(), LONGEST_CATEGORY);
            if (objection == null) {
                objection = tooLong("attribute " + attribute.getKey(), attribute.getValue(), LONGEST_ATTRIBUTE);
            }
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private static @Nullable Screening tooLong(String field, String text, int bytes) {
        return Ids.fits(text, bytes)
                ? null
                : Screening.refused(
                        Reason.FIELD_TOO_LONG,
                        field + " must have at most " + bytes + " bytes in UTF-8, was " + Ids.shown(text));
    }

    private static Screening tooMany(String field, int size, int most) {
        return Screening.refused(Reason.FIELD_TOO_LONG, field + " must have at most " + most + " entries, was " + size);
    }
}
