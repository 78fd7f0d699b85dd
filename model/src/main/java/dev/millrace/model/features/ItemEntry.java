package dev.millrace.model.features;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one item at the moment. One writer at a time replaces immutable parts; any number of threads
 * read, each part whole.
 */
public final class ItemEntry {

    /** More in the sum that shares are of: a single co-visit is no certainty. */
    static final double PRIOR_SHARE = 1;

    private final String id;
    private volatile @Nullable ItemSignals signals;
    private volatile @Nullable ItemFacts facts;
    private volatile Surroundings surroundings = new Surroundings(Neighbours.NONE);
    private volatile boolean delisted;

    ItemEntry(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public @Nullable ItemSignals signals() {
        return signals;
    }

    /** What the catalogue says; null when it says nothing. */
    public @Nullable ItemFacts facts() {
        return facts;
    }

    public Neighbours neighbours() {
        return surroundings.neighbours;
    }

    /** Sum of all co-visitation weights of this item and a little more: what shares are of. */
    double coVisitTotal() {
        return surroundings.total;
    }

    /** Taken out of the catalogue, and not to be recommended. An item that never was in it may be. */
    public boolean delisted() {
        return delisted;
    }

    /** Exists for recommending: seen by someone or in the catalogue, and not delisted. */
    public boolean listed() {
        return !delisted && (facts != null || signals != null);
    }

    /** A neighbour's share of all co-visitation weight of this item, 0 to 1; 0 for any other item. */
    public float neighbourShare(String itemId) {
        Float share = surroundings.shares().get(itemId);
        return share == null ? 0 : share;
    }

    void signals(ItemSignals next) {
        signals = next;
    }

    void facts(@Nullable ItemFacts next) {
        facts = next;
        delisted = next == null;
    }

    void neighbours(Neighbours next) {
        surroundings = new Surroundings(next);
    }

    /** Neighbours with what is derived from them, so that a reader never has the shares of an older list. */
    private static final class Surroundings {

        private final Neighbours neighbours;
        private final double total;
        private volatile @Nullable Map<String, Float> shares;

        Surroundings(Neighbours neighbours) {
            this.neighbours = neighbours;
            this.total = neighbours.total() + PRIOR_SHARE;
        }

        Map<String, Float> shares() {
            Map<String, Float> known = shares;
            if (known == null) {
                // Computed where it is first read: most updates are never read.
                known = sharesOf(neighbours);
                shares = known;
            }
            return known;
        }
    }

    private static Map<String, Float> sharesOf(Neighbours neighbours) {
        double total = neighbours.total() + PRIOR_SHARE;
        Map<String, Float> shares = new HashMap<>();
        for (ItemNeighbour neighbour : neighbours.list()) {
            shares.put(neighbour.itemId(), (float) (neighbour.weight() / total));
        }
        return shares;
    }
}
