package dev.millrace.model.preferences;

import dev.millrace.model.factors.ItemHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a user has consumed, also beyond the history, as sorted 32-bit hashes: 4 bytes per item. Immutable.
 *
 * <p>Two items with one hash are taken for the same one; for a user with 1,000 consumed items a new item is wrongly
 * left out with probability 2.3e-7.
 */
public final class ConsumedItems {

    /**
     * Once there are this many, each further item takes the place of another: 16 KiB that each event writes anew are
     * enough. Nobody in MovieLens 1M has rated so many.
     */
    public static final int CAPACITY = 1 << 12;

    public static final ConsumedItems NONE = new ConsumedItems(new int[0]);

    private final int[] hashes;

    // Not volatile: immutable, and a thread that does not see another's makes an equal one.
    private @Nullable Filter filter;

    /**
     * Tells most hashes that are not in the set by one look at a bit: a list asks about hundreds of items, and each
     * binary search goes wrong ways at every second step.
     *
     * @param bits one for each range of hashes, set where the set has any in it; at least eight for each of its hashes
     * @param shift leaves of a hash the number of its range
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Filter(long[] bits, int shift) {

        static Filter of(int[] hashes) {
            int size = Integer.highestOneBit(Math.max(64, 16 * hashes.length));
            long[] bits = new long[size >>> 6];
            int shift = Integer.numberOfLeadingZeros(size) + 1;
            for (int hash : hashes) {
                int bit = hash >>> shift;
                bits[bit >>> 6] |= 1L << bit;
            }
            return new Filter(bits, shift);
        }

        boolean mayHave(int hash) {
            int bit = hash >>> shift;
            return (bits[bit >>> 6] >>> bit & 1) != 0;
        }
    }

    private ConsumedItems(int[] hashes) {
        this.hashes = hashes;
    }

    /**
     * As a codec has read them. More than {@link #CAPACITY}, of an earlier release, are thinned out evenly.
     *
     * @param hashes ascending; not to be written to afterwards
     * @throws IllegalArgumentException when they are out of order
     */
    public static ConsumedItems ofSorted(int[] hashes) {
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] <= hashes[i - 1]) {
                throw new IllegalArgumentException("consumed items out of order at position " + i);
            }
        }
        return hashes.length == 0 ? NONE : new ConsumedItems(hashes.length > CAPACITY ? thinned(hashes) : hashes);
    }

    private static int[] thinned(int[] hashes) {
        int[] kept = new int[CAPACITY];
        for (int i = 0; i < CAPACITY; i++) {
            kept[i] = hashes[(int) ((long) i * hashes.length / CAPACITY)];
        }
        return kept;
    }

    /** This set and one more item; the same instance when it is in already. */
    public ConsumedItems add(String itemId) {
        int hash = ItemHash.of(itemId);
        int found = Arrays.binarySearch(hashes, hash);
        if (found >= 0) {
            return this;
        }
        int at = -found - 1;
        if (hashes.length >= CAPACITY) {
            return insteadOfNext(hash, at);
        }
        int[] next = new int[hashes.length + 1];
        System.arraycopy(hashes, 0, next, 0, at);
        next[at] = hash;
        System.arraycopy(hashes, at, next, at + 1, hashes.length - at);
        return new ConsumedItems(next);
    }

    /** Hashes are as good as random, and so is which item goes: one of the newest hardly ever. */
    private ConsumedItems insteadOfNext(int hash, int at) {
        int[] next = hashes.clone();
        next[Math.min(at, next.length - 1)] = hash;
        return new ConsumedItems(next);
    }

    public boolean contains(String itemId) {
        return containsHash(ItemHash.of(itemId));
    }

    /** The same for a hash computed before ({@link dev.millrace.model.factors.ItemIndex#hash}). */
    public boolean containsHash(int hash) {
        Filter known = filter;
        if (known == null) {
            known = Filter.of(hashes);
            filter = known;
        }
        return known.mayHave(hash) && Arrays.binarySearch(hashes, hash) >= 0;
    }

    public int size() {
        return hashes.length;
    }

    /** Hash {@code i}, in ascending order. */
    public int hash(int i) {
        return hashes[i];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumedItems items && Arrays.equals(hashes, items.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return "ConsumedItems[" + hashes.length + "]";
    }
}
