package dev.millrace.model.replay;

import dev.millrace.model.features.CoVisits;
import dev.millrace.model.features.Decay;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.Neighbours;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbours of one item, summed up in batches: a replay adds millions of changes and reads few of them, so a sorted
 * list per change would cost minutes. The sums are those of {@link Neighbours#add} change by change.
 */
final class CoVisitSums {

    /** Changes gathered before they are summed up; bounds memory. */
    private static final int BATCH = 512;

    private static final double NOTHING = 1e-9;
    private static final Comparator<ItemNeighbour> HEAVIEST_FIRST =
            Comparator.comparingDouble((ItemNeighbour n) -> -n.weight()).thenComparing(ItemNeighbour::itemId);

    private final long halfLifeMs;
    private final int capacity;
    private final List<CoVisits.Change> pending = new ArrayList<>();
    private Neighbours sums = Neighbours.NONE;

    /** @param capacity neighbours remembered */
    CoVisitSums(long halfLifeMs, int capacity) {
        this.halfLifeMs = halfLifeMs;
        this.capacity = capacity;
    }

    void add(CoVisits.Change change) {
        pending.add(change);
        if (pending.size() >= BATCH) {
            sumUp();
        }
    }

    /** Goes on from sums that were made elsewhere; changes before are forgotten. */
    void resume(Neighbours from) {
        pending.clear();
        sums = from;
    }

    /** Sums up what was added since, as the feature topology does it with the touches of one event. */
    Neighbours fold() {
        List<Neighbours.Change> changes = new ArrayList<>(pending.size());
        for (CoVisits.Change change : pending) {
            changes.add(new Neighbours.Change(change.otherItemId(), change.weight(), change.atMs()));
        }
        pending.clear();
        sums = sums.addAll(changes, halfLifeMs, capacity);
        return sums;
    }

    boolean changed() {
        return !pending.isEmpty();
    }

    /** Heaviest first, as of the newest change. */
    Neighbours sums() {
        if (changed()) {
            sumUp();
        }
        return sums;
    }

    private void sumUp() {
        long asOf = sums.asOfMs();
        for (CoVisits.Change change : pending) {
            asOf = Math.max(asOf, change.atMs());
        }
        Map<String, Double> weights = new HashMap<>();
        for (ItemNeighbour neighbour : sums.list()) {
            weights.put(neighbour.itemId(), neighbour.weight() * Decay.kept(asOf - sums.asOfMs(), halfLifeMs));
        }
        for (CoVisits.Change change : pending) {
            weights.merge(
                    change.otherItemId(), change.weight() * Decay.kept(asOf - change.atMs(), halfLifeMs), Double::sum);
        }
        pending.clear();
        List<ItemNeighbour> list = new ArrayList<>(weights.size());
        weights.forEach((item, weight) -> {
            if (weight > NOTHING) {
                list.add(new ItemNeighbour(item, weight));
            }
        });
        list.sort(HEAVIEST_FIRST);
        sums = new Neighbours(asOf, list.size() > capacity ? list.subList(0, capacity) : list);
    }
}
