package dev.millrace.model.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjDoubleConsumer;

/** A shelf written down by hand. */
final class FakeShelf implements Shelf {

    final Map<String, List<String>> categories = new HashMap<>();
    final Set<String> uncatalogued = new HashSet<>();
    boolean catalog = true;
    final Set<String> unavailable = new HashSet<>();
    final Map<String, Map<String, Double>> coVisits = new HashMap<>();
    final List<String> trending = new ArrayList<>();
    final List<String> newest = new ArrayList<>();

    FakeShelf item(String id, String... of) {
        categories.put(id, List.of(of));
        return this;
    }

    FakeShelf trends(String... ids) {
        trending.addAll(List.of(ids));
        return this;
    }

    FakeShelf arrives(String... ids) {
        newest.addAll(List.of(ids));
        return this;
    }

    @Override
    public List<String> categories(String itemId) {
        return categories.getOrDefault(itemId, List.of());
    }

    @Override
    public boolean hasCatalog() {
        return catalog;
    }

    @Override
    public boolean isCatalogued(String itemId) {
        return !uncatalogued.contains(itemId);
    }

    @Override
    public boolean isAvailable(String itemId, long nowMs) {
        return !unavailable.contains(itemId);
    }

    @Override
    public void coVisited(String itemId, ObjDoubleConsumer<String> each) {
        coVisits.getOrDefault(itemId, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> each.accept(entry.getKey(), entry.getValue()));
    }

    @Override
    public List<ListedItem> trending(int n) {
        return top(trending, n, "trending");
    }

    @Override
    public List<ListedItem> trendingIn(String category) {
        return trending(trending.size()).stream()
                .filter(item -> categories(item.itemId()).contains(category))
                .toList();
    }

    @Override
    public List<ListedItem> newest(int n) {
        return top(newest, n, "new");
    }

    private static List<ListedItem> top(List<String> ids, int n, String source) {
        List<ListedItem> top = new ArrayList<>();
        for (int i = 0; i < Math.min(n, ids.size()); i++) {
            top.add(new ListedItem(ids.get(i), ids.size() - i, source));
        }
        return top;
    }
}
