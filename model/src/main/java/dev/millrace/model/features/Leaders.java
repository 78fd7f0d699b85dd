package dev.millrace.model.features;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The entries with the largest keys, of equals the smaller id first, kept up to date entry by entry. Any number of
 * threads.
 *
 * <p>An update costs a logarithm of the capacity. Only when a leader falls so low that one of the others may be better,
 * the leaders are found anew, at the next look.
 */
final class Leaders {

    /** Key of an entry that must not be listed. */
    static final double ABSENT = Double.NaN;

    private record Ranked(ItemEntry entry, double key) {}

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingDouble((Ranked r) -> -r.key())
            .thenComparing(r -> r.entry().id());

    private final int capacity;
    private final TreeSet<Ranked> best = new TreeSet<>(BEST_FIRST);
    private final Map<ItemEntry, Ranked> held = new HashMap<>();
    private boolean othersExist;
    private boolean stale;
    private volatile @Nullable List<ItemEntry> list;

    Leaders(int capacity) {
        this.capacity = capacity;
    }

    /** The entry's key has changed, or is there for the first time. */
    synchronized void update(ItemEntry entry, double key) {
        Ranked before = held.get(entry);
        if (before != null && before.key() == key) {
            return;
        }
        if (before != null) {
            best.remove(before);
            held.remove(entry);
            list = null;
        }
        if (!Double.isNaN(key)) {
            offer(new Ranked(entry, key));
        }
        stale |= othersExist && best.size() < capacity;
    }

    private void offer(Ranked ranked) {
        // A leader that comes back below the last one: some other may be better than it.
        boolean room = best.size() < capacity && (!othersExist || compareToLast(ranked) < 0);
        if (!room && (best.size() < capacity || compareToLast(ranked) > 0)) {
            othersExist = true;
            return;
        }
        best.add(ranked);
        held.put(ranked.entry(), ranked);
        list = null;
        if (best.size() > capacity) {
            held.remove(best.pollLast().entry());
            othersExist = true;
        }
    }

    private int compareToLast(Ranked ranked) {
        return best.isEmpty() ? 1 : BEST_FIRST.compare(ranked, best.last());
    }

    /**
     * The leaders, best first.
     *
     * @param all every entry, and
     * @param key its key, for when the leaders have to be found anew
     */
    List<ItemEntry> list(Collection<ItemEntry> all, ToDoubleFunction<ItemEntry> key) {
        List<ItemEntry> known = list;
        return known != null ? known : listed(all, key);
    }

    private synchronized List<ItemEntry> listed(Collection<ItemEntry> all, ToDoubleFunction<ItemEntry> key) {
        if (stale) {
            best.clear();
            held.clear();
            othersExist = false;
            all.forEach(entry -> {
                double value = key.applyAsDouble(entry);
                if (!Double.isNaN(value)) {
                    offer(new Ranked(entry, value));
                }
            });
            stale = false;
        }
        List<ItemEntry> made = best.stream().map(Ranked::entry).toList();
        list = made;
        return made;
    }
}
