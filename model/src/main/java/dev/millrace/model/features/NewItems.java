package dev.millrace.model.features;

import dev.millrace.model.foldin.UnseenItems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The items that one model has not seen and that have a vector by now: a small index that changes, beside the model's
 * own, which does not. Exact: thousands of new items are scanned in a few microseconds. Any number of threads.
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
    private final Deque<Integer> free = new ArrayDeque<>();
    private volatile Shelf shelf = new Shelf(new float[16], new NewItem[16], new int[16], 0);

    /**
     * What searches scan. Places are overwritten while others read them: each sees an item as it was before or after,
     * since a {@link NewItem} is immutable and its norm alone decides whether it is looked at.
     *
     * @param norms apart from the items, for most are passed by after a look at theirs
     * @param items null where one was removed
     * @param places of the entry with an ordinal, from 1; 0: none
     * @param used places that hold an item or held one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Shelf(float[] norms, @Nullable NewItem[] items, int[] places, int used) {

        private static final float REMOVED = -1;

        int place(ItemEntry entry) {
            return entry.ordinal() < places.length ? places[entry.ordinal()] - 1 : -1;
        }

        Shelf withRoomFor(ItemEntry entry) {
            return entry.ordinal() < places.length
                    ? this
                    : new Shelf(norms, items, Arrays.copyOf(places, 2 * entry.ordinal()), used);
        }

        Shelf withOneMore() {
            return used < items.length
                    ? new Shelf(norms, items, places, used + 1)
                    : new Shelf(Arrays.copyOf(norms, 2 * used), Arrays.copyOf(items, 2 * used), places, used + 1);
        }

        void set(int place, NewItem item) {
            items[place] = item;
            norms[place] = item.norm();
            places[item.entry().ordinal()] = place + 1;
        }

        void clear(int place, ItemEntry entry) {
            items[place] = null;
            norms[place] = REMOVED;
            places[entry.ordinal()] = 0;
        }
    }

    public synchronized void put(ItemEntry entry, float[] vector) {
        NewItem item = NewItem.of(entry, vector);
        Shelf next = shelf.withRoomFor(entry);
        int place = next.place(entry);
        if (place < 0) {
            Integer left = free.poll();
            place = left == null ? next.used() : left;
            next = left == null ? next.withOneMore() : next;
        }
        byId.put(entry.id(), item);
        next.set(place, item);
        shelf = next; // shows others what was written into the arrays, too
    }

    public synchronized void remove(String itemId) {
        NewItem item = byId.remove(itemId);
        if (item != null) {
            Shelf next = shelf;
            int place = next.place(item.entry());
            next.clear(place, item.entry());
            free.push(place);
            shelf = next;
        }
    }

    public int size() {
        return byId.size();
    }

    public @Nullable NewItem find(ItemEntry entry) {
        Shelf now = shelf;
        int place = now.place(entry);
        // Places are shared with shelves to come, which may have more room than this one.
        NewItem item = place < 0 || place >= now.items().length ? null : now.items()[place];
        return item != null && item.entry() == entry ? item : null; // another may just have got the place
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
        Shelf now = shelf;
        for (int place = 0; place < now.used(); place++) {
            if (now.norms()[place] * norm <= least) {
                continue; // Cauchy-Schwarz
            }
            NewItem item = now.items()[place];
            float score = item == null ? Float.NEGATIVE_INFINITY : item.dot(user);
            if (item != null && score > least && k > 0 && !excluded.test(item)) {
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

    private static float norm(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return (float) Math.sqrt(sum);
    }
}
