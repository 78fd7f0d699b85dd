package dev.millrace.topologies.feature;

import dev.millrace.avro.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the features need of the catalogue: categories, and which items were taken out. Written by the global thread,
 * which reads the whole topic at every start; read by all tasks.
 */
final class CatalogView {

    private final Map<String, List<String>> categories = new ConcurrentHashMap<>();
    private final Set<String> delisted = ConcurrentHashMap.newKeySet();
    private final List<String> departures = new ArrayList<>();
    private final AtomicInteger arrivals = new AtomicInteger();

    void update(String itemId, @Nullable Item item) {
        if (item != null) {
            delisted.remove(itemId);
            if (categories.put(itemId, List.copyOf(item.getCategories())) == null) {
                arrivals.incrementAndGet();
            }
            return;
        }
        categories.remove(itemId);
        delisted.add(itemId);
        synchronized (departures) {
            departures.add(itemId);
        }
    }

    /** Empty for an item that the catalogue does not know. */
    List<String> categories(String itemId) {
        return categories.getOrDefault(itemId, List.of());
    }

    /** Taken out of the catalogue; an item that never was in it is not. */
    boolean isDelisted(String itemId) {
        return delisted.contains(itemId);
    }

    /** Not in the catalogue although there is one. */
    boolean isStranger(String itemId) {
        return !categories.isEmpty() && !categories.containsKey(itemId);
    }

    /** How often an item came into the catalogue: who has seen it change looks again. */
    int arrivals() {
        return arrivals.get();
    }

    /** Items taken out so far, in order, from the given position on; they may have come back since. */
    List<String> departuresFrom(int position) {
        synchronized (departures) {
            return position >= departures.size()
                    ? List.of()
                    : List.copyOf(departures.subList(position, departures.size()));
        }
    }
}
