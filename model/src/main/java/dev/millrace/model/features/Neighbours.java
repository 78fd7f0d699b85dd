package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The items co-visited with one item, heaviest first, with weights as of one moment. Immutable; adding commutes as long
 * as nothing had to be dropped.
 */
public record Neighbours(long asOfMs, List<ItemNeighbour> list) {

    public static final Neighbours NONE = new Neighbours(Long.MIN_VALUE, List.of());

    private static final Comparator<ItemNeighbour> HEAVIEST_FIRST =
            Comparator.comparingDouble((ItemNeighbour n) -> -n.weight()).thenComparing(ItemNeighbour::itemId);

    /** Below this a weight is what rounding left of one that was taken back. */
    private static final double NOTHING = 1e-9;

    public Neighbours {
        list = List.copyOf(list);
    }

    /**
     * After {@code weight} more for one neighbour.
     *
     * @param weight negative to take an earlier weight back
     * @param capacity neighbours remembered; more than are published, so that a rising one is not forgotten too early
     */
    public Neighbours add(String itemId, double weight, long atMs, long halfLifeMs, int capacity) {
        long asOf = Math.max(asOfMs, atMs);
        double kept = list.isEmpty() ? 1 : Decay.kept(asOf - asOfMs, halfLifeMs);
        double added = weight * Decay.kept(asOf - atMs, halfLifeMs);
        List<ItemNeighbour> next = new ArrayList<>(list.size() + 1);
        boolean found = false;
        for (ItemNeighbour neighbour : list) {
            boolean same = neighbour.itemId().equals(itemId);
            found |= same;
            keep(next, neighbour.itemId(), neighbour.weight() * kept + (same ? added : 0));
        }
        if (!found) {
            keep(next, itemId, added);
        }
        next.sort(HEAVIEST_FIRST);
        return new Neighbours(asOf, next.size() > capacity ? next.subList(0, capacity) : next);
    }

    /** The {@code n} heaviest. */
    public Neighbours top(int n) {
        return list.size() <= n ? this : new Neighbours(asOfMs, list.subList(0, n));
    }

    /** Sum of all weights. */
    public double total() {
        double sum = 0;
        for (ItemNeighbour neighbour : list) {
            sum += neighbour.weight();
        }
        return sum;
    }

    private static void keep(List<ItemNeighbour> next, String itemId, double weight) {
        if (Math.abs(weight) > NOTHING) {
            next.add(new ItemNeighbour(itemId, weight));
        }
    }
}
