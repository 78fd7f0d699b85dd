package dev.millrace.model.rules;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.features.Neighbours;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The shelf of the rules over the item table of the process. Any number of threads. */
public final class ItemShelf implements Shelf {

    private static final int CATEGORY_LENGTH = 100;

    private final ItemTable items;
    private final Function<String, Neighbours> neighbours;
    private final int trendingCount;
    private final long trendingHalfLifeMs;

    /** With the neighbours of the table. */
    public ItemShelf(ItemTable items, FeatureDefinitions definitions) {
        this(items, definitions, itemId -> {
            ItemEntry entry = items.find(itemId);
            return entry == null ? Neighbours.NONE : entry.neighbours();
        });
    }

    /** @param neighbours of each item, heaviest first */
    public ItemShelf(ItemTable items, FeatureDefinitions definitions, Function<String, Neighbours> neighbours) {
        this.items = items;
        this.neighbours = neighbours;
        this.trendingCount = definitions.trending();
        this.trendingHalfLifeMs = definitions.itemHalfLivesMs()[trendingCount];
    }

    /** Title in the catalogue; null when there is none. */
    public @Nullable String title(String itemId) {
        ItemFacts facts = facts(itemId);
        return facts == null ? null : facts.title();
    }

    /** Whether anything is known of the item: it is in the catalogue or somebody touched it. */
    public boolean knows(String itemId) {
        ItemEntry entry = items.find(itemId);
        return entry != null && entry.listed();
    }

    /** Items known. */
    public int size() {
        return items.size();
    }

    /** Positive events on an item so far. */
    public long events(String itemId) {
        ItemEntry entry = items.find(itemId);
        return entry == null ? 0 : events(entry);
    }

    /** Positive events on all items so far: a look at each of them. */
    public long eventsInAll() {
        return items.listed().mapToLong(ItemShelf::events).sum();
    }

    private static long events(ItemEntry entry) {
        ItemSignals signals = entry.signals();
        return signals == null ? 0 : signals.eventCount();
    }

    @Override
    public List<String> categories(String itemId) {
        ItemFacts facts = facts(itemId);
        return facts == null ? List.of() : facts.categories();
    }

    @Override
    public boolean hasCatalog() {
        return items.catalogued() > 0;
    }

    @Override
    public boolean isCatalogued(String itemId) {
        // Mostly all are, and a list asks for hundreds.
        return items.catalogued() == items.size() || facts(itemId) != null;
    }

    @Override
    public boolean isAvailable(String itemId, long nowMs) {
        return items.isAvailable(itemId, nowMs);
    }

    @Override
    public void coVisited(String itemId, ObjDoubleConsumer<String> each) {
        for (ItemNeighbour neighbour : neighbours.apply(itemId).list()) {
            each.accept(neighbour.itemId(), neighbour.weight());
        }
    }

    @Override
    public List<ListedItem> trending(int n) {
        return popular(items.trending(n), Rung.TRENDING);
    }

    @Override
    public List<ListedItem> trendingIn(String category) {
        return popular(items.trendingIn(category, CATEGORY_LENGTH), Rung.SEGMENT);
    }

    @Override
    public List<ListedItem> newest(int n) {
        List<ItemEntry> ranked = items.newest(n);
        if (ranked.size() < n && ranked.size() < items.size()) {
            ranked = withTheRest(ranked);
        }
        return ranked.stream()
                .limit(n)
                .map(entry -> new ListedItem(entry.id(), 0, Rung.NEWEST.source()))
                .toList();
    }

    /** The ranking has only its head; whoever finds nothing there that may be shown gets to see all other items too. */
    private List<ItemEntry> withTheRest(List<ItemEntry> ranked) {
        Set<ItemEntry> head = new HashSet<>(ranked);
        Stream<ItemEntry> rest =
                items.listed().filter(entry -> !head.contains(entry)).sorted(Comparator.comparing(ItemEntry::id));
        return Stream.concat(ranked.stream(), rest).toList();
    }

    /** Scored by their decayed counts at one moment, the newest that any of them was counted at. */
    private List<ListedItem> popular(List<ItemEntry> entries, Rung rung) {
        long asOfMs = Long.MIN_VALUE;
        List<ListedItem> listed = new ArrayList<>(entries.size());
        for (ItemEntry entry : entries) {
            ItemSignals signals = entry.signals();
            asOfMs =
                    signals == null ? asOfMs : Math.max(asOfMs, signals.counts().asOfMs());
        }
        for (ItemEntry entry : entries) {
            ItemSignals signals = entry.signals();
            if (signals != null && signals.seen()) { // others end the ranking, and are no trend
                double count = signals.counts().at(trendingCount, asOfMs, trendingHalfLifeMs);
                listed.add(new ListedItem(entry.id(), (float) count, rung.source()));
            }
        }
        return listed;
    }

    private @Nullable ItemFacts facts(String itemId) {
        ItemEntry entry = items.find(itemId);
        return entry == null ? null : entry.facts();
    }
}
