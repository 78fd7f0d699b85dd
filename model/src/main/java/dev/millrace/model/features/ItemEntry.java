package dev.millrace.model.features;

import dev.millrace.model.factors.ItemHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one item at the moment. One writer at a time replaces immutable parts; any number of threads
 * read, each part whole.
 */
public final class ItemEntry {

    /** More in the sum that shares are of: a single co-visit is no certainty. */
    static final double PRIOR_SHARE = 1;

    private final String id;
    private final int ordinal;
    private final int hash;
    private volatile @Nullable ItemSignals signals;
    private volatile @Nullable ItemFacts facts;
    private volatile Title title = Title.NONE;
    private volatile Surroundings surroundings = new Surroundings(Neighbours.NONE);
    private volatile double[] numbers = ItemNumbers.NONE;
    private volatile int[] categories = {};
    private volatile boolean delisted;
    // Not volatile: immutable, and a thread that does not see another's works out an equal one.
    private @Nullable ItemMoment moment;

    ItemEntry(String id, int ordinal) {
        this.id = id;
        this.ordinal = ordinal;
        this.hash = ItemHash.of(id);
    }

    public String id() {
        return id;
    }

    /** Place in the order in which the view made its entries, from 0: for arrays instead of maps. */
    public int ordinal() {
        return ordinal;
    }

    /** {@link ItemHash} of the id. */
    public int hash() {
        return hash;
    }

    public @Nullable ItemSignals signals() {
        return signals;
    }

    /** What the catalogue says; null when it says nothing. */
    public @Nullable ItemFacts facts() {
        return facts;
    }

    /** As {@link ItemNumbers} arranges them; not to be written to. */
    double[] numbers() {
        return numbers;
    }

    /** What the item's own columns are at the moment that begins at {@code beginningMs}. */
    ItemMoment at(long beginningMs, FeatureDefinitions definitions) {
        ItemMoment known = moment;
        double[] now = numbers;
        if (known == null || !known.is(definitions, now, beginningMs)) {
            known = new ItemMoment(definitions, now, beginningMs);
            moment = known;
        }
        return known;
    }

    /** The categories of the facts by the numbers that the view gives them, from 0; not to be written to. */
    int[] categories() {
        return categories;
    }

    public Neighbours neighbours() {
        return surroundings.neighbours;
    }

    /** Taken out of the catalogue, and not to be recommended. An item that never was in it may be. */
    public boolean delisted() {
        return delisted;
    }

    /** Exists for recommending: seen by someone or in the catalogue, and not delisted. */
    public boolean listed() {
        return !delisted && (facts != null || signals != null);
    }

    /** The neighbours as entries, heaviest first, made where missing; worked out where they are first read. */
    Around around(ItemView items) {
        return surroundings.around(items);
    }

    void signals(@Nullable ItemSignals next) {
        signals = next;
        numbers = ItemNumbers.of(next, facts);
    }

    void facts(@Nullable ItemFacts next, int[] numbersOfCategories) {
        facts = next;
        numbers = ItemNumbers.of(signals, next);
        categories = numbersOfCategories;
        delisted = next == null;
    }

    /** As the catalogue has it. */
    Title title() {
        return title;
    }

    void title(Title next) {
        title.count(-1);
        next.count(1);
        title = next;
    }

    void neighbours(Neighbours next) {
        surroundings = new Surroundings(next);
    }

    /**
     * Entries of the neighbours, heaviest first, and the share of each of all co-visitation weight, 0 to 1.
     *
     * @param ordinals of the entries: a list asks for hundreds, and each entry is a cache miss
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Around(ItemEntry[] entries, int[] ordinals, float[] shares) {}

    /** Neighbours with what is derived from them, so that a reader never has the shares of an older list. */
    private static final class Surroundings {

        private final Neighbours neighbours;
        private volatile @Nullable Around around;

        Surroundings(Neighbours neighbours) {
            this.neighbours = neighbours;
        }

        Around around(ItemView items) {
            Around known = around;
            if (known == null) {
                // Most updates are never read.
                known = around(neighbours, items);
                around = known;
            }
            return known;
        }

        private static Around around(Neighbours neighbours, ItemView items) {
            List<ItemNeighbour> list = neighbours.list();
            double total = neighbours.total() + PRIOR_SHARE;
            ItemEntry[] entries = new ItemEntry[list.size()];
            int[] ordinals = new int[entries.length];
            float[] shares = new float[entries.length];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = items.entry(list.get(i).itemId());
                ordinals[i] = entries[i].ordinal();
                shares[i] = (float) (list.get(i).weight() / total);
            }
            return new Around(entries, ordinals, shares);
        }
    }
}
