package dev.millrace.model.features;

/**
 * One input column of the ranker.
 *
 * @param name as in features.yaml and in model manifests
 * @param position which half-life, or how many last items, the kind refers to; 0 where it refers to none
 */
public record Column(String name, Kind kind, int position) {

    /** What a column holds. Counts, ages and times are log-compressed: {@code ln(1 + x)}. */
    public enum Kind {
        /** Inner product of the folded-in user and the item's factors; 0 where either is unknown. */
        PERSONAL_SCORE("personal-score"),
        /** Share of the co-visitation weight of the user's last n items that points at the item. */
        CO_VISITED("co-visited-last-"),
        /** Decayed event weight of the item. */
        ITEM_POPULARITY("item-popularity-"),
        /** Days since the item came into being. */
        ITEM_AGE("item-age"),
        /** Hours since anyone touched the item. */
        ITEM_RECENCY("item-recency"),
        /** Smoothed clicks per impression. */
        ITEM_CLICK_THROUGH("item-click-through"),
        /** Share of the user's decayed category weight that falls on the item's categories. */
        CATEGORY_AFFINITY("category-affinity"),
        /** Decayed event weight of the user; the same for all items of a list. */
        USER_ACTIVITY("user-activity-"),
        /** How often the user took this very item, within the remembered history. */
        USER_ITEM_COUNT("user-item-count"),
        /** {@code 1/(1 + days)} since the user last took this very item; 0 for never. */
        USER_ITEM_RECENCY("user-item-recency");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
