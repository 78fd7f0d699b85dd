package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
     * To be added to the weight of one neighbour.
     *
     * @param weight negative to take an earlier weight back
     * @param atMs event time that the weight refers to
     */
    public record Change(String itemId, double weight, long atMs) {}

    /** After {@code weight} more for one neighbour; see {@link #addAll}. */
    public Neighbours add(String itemId, double weight, long atMs, long halfLifeMs, int capacity) {
        return addAll(List.of(new Change(itemId, weight, atMs)), halfLifeMs, capacity);
    }

    /**
     * After all these changes, in any order: all weights as of the newest moment, sorted once.
     *
     * @param capacity neighbours remembered; more than are published, so that a rising one is not forgotten too early
     */
    public Neighbours addAll(List<Change> changes, long halfLifeMs, int capacity) {
        long asOf = asOfMs;
        for (Change change : changes) {
            asOf = Math.max(asOf, change.atMs());
        }
        Map<String, Double> weights = new HashMap<>(2 * (list.size() + changes.size()));
        double kept = list.isEmpty() ? 1 : Decay.kept(asOf - asOfMs, halfLifeMs);
        for (ItemNeighbour neighbour : list) {
            weights.put(neighbour.itemId(), neighbour.weight() * kept);
        }
        for (Change change : changes) {
            weights.merge(change.itemId(), change.weight() * Decay.kept(asOf - change.atMs(), halfLifeMs), Double::sum);
        }
        return new Neighbours(asOf, heaviest(weights, capacity));
    }

    private static List<ItemNeighbour> heaviest(Map<String, Double> weights, int capacity) {
        List<ItemNeighbour> next = new ArrayList<>(weights.size());
        weights.forEach((itemId, weight) -> {
            if (Math.abs(weight) > NOTHING) {
                next.add(new ItemNeighbour(itemId, weight));
            }
        });
        next.sort(HEAVIEST_FIRST);
        return next.size() > capacity ? next.subList(0, capacity) : next;
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
}
