package dev.millrace.model.features;

import dev.millrace.model.foldin.UnseenItems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The items that one model has not seen and that have a vector by now: a small index that changes, beside the model's
 * own, which does not. Exact: hundreds of new items are scanned in a few microseconds. Any number of threads.
 */
public final class NewItems implements UnseenItems {

    /**
     * One item of a search.
     *
     * @param score inner product
     */
    public record Found(NewItem item, float score) {}

    private static final Comparator<Found> WORST_FIRST = Comparator.comparingDouble(Found::score)
            .thenComparing(found -> found.item().entry().id(), Comparator.reverseOrder());

    /** As in the model's index: rounding must not prune what belongs to the list. */
    private static final float SLACK = 1 + 1e-5f;

    private final ConcurrentHashMap<String, NewItem> byId = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Copy copy = new Copy(0, new NewItem[0]);

    /** All items as of so many changes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Copy(long changes, NewItem[] items) {}

    public void put(ItemEntry entry, float[] vector) {
        byId.put(entry.id(), NewItem.of(entry, vector));
        changes.incrementAndGet();
    }

    public void remove(String itemId) {
        if (byId.remove(itemId) != null) {
            changes.incrementAndGet();
        }
    }

    public int size() {
        return byId.size();
    }

    public @Nullable NewItem find(String itemId) {
        return byId.get(itemId);
    }

    @Override
    public float @Nullable [] vector(String itemId) {
        NewItem item = byId.get(itemId);
        return item == null ? null : item.vector();
    }

    /**
     * The best {@code k} of those whose score exceeds {@code threshold}, best first.
     *
     * @param threshold what the worst item of a full list scores; negative infinity while there is room
     */
    public List<Found> search(float[] user, int k, float threshold, Predicate<NewItem> excluded) {
        float norm = norm(user) * SLACK;
        var best = new PriorityQueue<>(WORST_FIRST);
        float least = threshold;
        for (NewItem item : all()) {
            if (item.norm() * norm <= least) {
                continue; // Cauchy-Schwarz
            }
            float score = item.dot(user);
            if (score > least && k > 0 && !excluded.test(item)) {
                best.add(new Found(item, score));
                if (best.size() > k) {
                    best.remove();
                }
                least = best.size() < k
                        ? threshold
                        : Math.max(threshold, Math.nextDown(best.element().score()));
            }
        }
        Deque<Found> sorted = new ArrayDeque<>(best.size());
        while (!best.isEmpty()) {
            sorted.addFirst(best.remove());
        }
        return new ArrayList<>(sorted);
    }

    /** Copied by the first search after a change, and not at each of the many changes between two searches. */
    private NewItem[] all() {
        long now = changes.get();
        Copy known = copy;
        if (known.changes() != now) {
            known = new Copy(now, byId.values().toArray(NewItem[]::new));
            copy = known;
        }
        return known.items();
    }

    private static float norm(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return (float) Math.sqrt(sum);
    }
}
