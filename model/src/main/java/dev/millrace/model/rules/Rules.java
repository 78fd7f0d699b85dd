package dev.millrace.model.rules;

import java.util.List;

/**
 * The business rules of one deployment, usually from a {@link RulesFile}.
 *
 * <p>Order of application, see {@link ListMaker}: exclusions and availability, boosts, pins, then position by position
 * diversity or exploration under the caps, then the fallback ladder for positions still free.
 *
 * @param catalogOnly whether only items that the catalogue has are shown
 */
public record Rules(
        List<Pin> pins,
        Exclusions exclusions,
        List<Boost> boosts,
        List<CategoryCap> caps,
        Diversity diversity,
        Exploration exploration,
        CatalogOnly catalogOnly) {

    /** Nothing but availability. */
    public static final Rules NONE = new Rules(
            List.of(), Exclusions.NONE, List.of(), List.of(), Diversity.OFF, Exploration.OFF, CatalogOnly.AUTO);

    public Rules {
        pins = List.copyOf(pins);
        boosts = List.copyOf(boosts);
        caps = List.copyOf(caps);
    }

    /** Whether the item may be shown at all; the only rule that is also checked again whenever a list is read. */
    public boolean mayShow(String itemId, Shelf shelf, long nowMs) {
        return shelf.isAvailable(itemId, nowMs)
                && catalogOnly.shows(itemId, shelf)
                && !exclusions.matches(
                        itemId, exclusions.categories().isEmpty() ? List.of() : shelf.categories(itemId));
    }

    /**
     * For a list that these rules have made already: boosting or pinning twice would be wrong, showing must stay right.
     */
    public Rules forReading() {
        return new Rules(List.of(), exclusions, List.of(), caps, Diversity.OFF, Exploration.OFF, catalogOnly);
    }

    /** These rules with another trade between relevance and diversity. */
    public Rules with(Diversity other) {
        return new Rules(pins, exclusions, boosts, caps, other, exploration, catalogOnly);
    }

    /** These rules with another share of explored places. */
    public Rules with(Exploration other) {
        return new Rules(pins, exclusions, boosts, caps, diversity, other, catalogOnly);
    }

    /** Whether no rule asks which item stands at which place: what may be shown then stands by its score alone. */
    boolean leavePlaces() {
        return pins.isEmpty() && caps.isEmpty() && diversity.isOff() && exploration.isOff();
    }

    Rules withoutExploration() {
        return exploration.isOff() ? this : with(Exploration.OFF);
    }
}
