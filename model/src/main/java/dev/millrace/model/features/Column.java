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
        /** The same over the best of the list. */
        PERSONAL_SHARE("personal-share"),
        /** {@code ln(1 + place)} among the candidates by personal score. */
        PERSONAL_RANK("personal-rank"),
        /** The share times {@code ln(1 + moments of the user)}: who is known well is to be followed more. */
        PERSONAL_SHARE_BY_MOMENTS("personal-share-by-moments"),
        /** Inner product of the item's factors and the user folded in without regard to recency: lasting taste. */
        STEADY_SCORE("steady-score"),
        /** The same over the best of the list. */
        STEADY_SHARE("steady-share"),
        /** Share of the co-visitation weight of the user's last n items that points at the item. */
        CO_VISITED("co-visited-last-"),
        /** The same as {@code ln(1 + 1000·share)}: the step from nothing to little tells more than that to much. */
        CO_VISITED_LOG("co-visited-log-last-"),
        /** Decayed event weight of the item. */
        ITEM_POPULARITY("item-popularity-"),
        /** Square of that: a weighted sum can then bend. */
        ITEM_POPULARITY_SQUARED("item-popularity-squared-"),
        /** Popularity times {@code ln(1 + moments of the user)}: who comes often has what everybody has. */
        ITEM_POPULARITY_BY_MOMENTS("item-popularity-by-moments-"),
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
        /** How often the user took this very item, as far as is remembered. */
        USER_ITEM_COUNT("user-item-count"),
        /** {@code 1/(1 + days)} since the user last took this very item; 0 for never. */
        USER_ITEM_RECENCY("user-item-recency"),
        /** Share of the user's moments at which they took this very item. */
        USER_ITEM_SHARE("user-item-share"),
        /** The same of the newest five moments. */
        USER_ITEM_RECENT_SHARE("user-item-recent-share"),
        /** One over the number of moments since, and with, the one at which the user last took this very item. */
        USER_ITEM_NEWNESS("user-item-newness"),
        /** How near this very item is to the user's usual time between two of it: 1 when due. */
        USER_ITEM_DUE("user-item-due"),
        /** Days since the user last took this very item; 0 for never. */
        USER_ITEM_SINCE("user-item-since"),
        /** 1 where the user took this very item. */
        USER_ITEM_TAKEN("user-item-taken"),
        /** There, the share of the user's takings that were repeats. */
        USER_ITEM_REPEATS("user-item-repeats"),
        /** There, the share of everybody's takings of the item that were repeats. */
        USER_ITEM_AGAIN("user-item-again"),
        /** There, the steady share. */
        USER_ITEM_STEADY("user-item-steady"),
        /** Highest likeness of its title to that of an item that the user took; 0 for such an item itself. */
        TITLE_NEAREST("title-nearest"),
        /** Distance of the item's price from the user's usual one, natural logarithm of the ratio. */
        PRICE_DISTANCE("price-distance");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
