package dev.millrace.model.features;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All items of the process in memory: a list touches hundreds of them, and a store lookup with decoding for each would
 * cost milliseconds. Updates replace immutable parts; reads take no lock.
 */
public final class ItemTable implements ItemView {

    private final ConcurrentHashMap<String, ItemEntry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger catalogued = new AtomicInteger();
    // Those that may not be shown at some time. Few, so that asking for each item of each list stays cheap.
    private final ConcurrentHashMap<String, ItemEntry> restricted = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> categoryNumbers = new ConcurrentHashMap<>();
    private final AtomicInteger categories = new AtomicInteger();
    private final ItemRanking ranking;
    private final TitleWords words = new TitleWords();
    // One small object for each version there ever was while the process lives; emptied when the version is retired.
    private final ConcurrentHashMap<String, NewItems> newItems = new ConcurrentHashMap<>();

    public ItemTable(FeatureDefinitions definitions) {
        this.ranking = new ItemRanking(definitions);
    }

    public void updateSignals(String itemId, ItemSignals signals) {
        ItemEntry entry = entry(itemId);
        entry.signals(signals);
        ranking.update(entry, ItemRanking.categories(entry));
    }

    /** Nothing is kept of the item's events any more. */
    public void forgetSignals(String itemId) {
        ItemEntry entry = entries.get(itemId);
        if (entry != null) {
            entry.signals(null);
            ranking.update(entry, ItemRanking.categories(entry));
        }
    }

    public void updateNeighbours(String itemId, Neighbours neighbours) {
        entry(itemId).neighbours(neighbours);
    }

    /** @param facts null delists the item */
    public void updateFacts(String itemId, @Nullable ItemFacts facts) {
        ItemEntry entry = entry(itemId);
        List<String> categories = ItemRanking.categories(entry);
        catalogued.addAndGet((facts == null ? 0 : 1) - (entry.facts() == null ? 0 : 1));
        entry.facts(facts, facts == null ? new int[0] : numbers(facts.categories()));
        if (entry.delisted() || (facts != null && facts.limited())) {
            restricted.put(itemId, entry);
        } else {
            restricted.remove(itemId);
        }
        entry.title(words.of(facts == null ? null : facts.title()));
        ranking.update(entry, categories);
    }

    /** Gives an item a vector in the space of a model that has not seen it. */
    public void updateVector(String itemId, String modelVersion, float[] vector) {
        newItems(modelVersion).put(entry(itemId), vector);
    }

    /** Takes the vectors of an item away from all models but those of {@code modelVersions}. */
    public void retainVectors(String itemId, Set<String> modelVersions) {
        newItems.forEach((version, items) -> {
            if (!modelVersions.contains(version)) {
                items.remove(itemId);
            }
        });
    }

    private int[] numbers(List<String> names) {
        return names.stream()
                .mapToInt(name -> categoryNumbers.computeIfAbsent(name, unseen -> categories.getAndIncrement()))
                .toArray();
    }

    /** Whether the item may be shown: not delisted, and within its time of availability. */
    public boolean isAvailable(String itemId, long nowMs) {
        ItemEntry entry = restricted.get(itemId);
        ItemFacts facts = entry == null ? null : entry.facts();
        return entry == null || (facts != null && facts.availableAt(nowMs));
    }

    public int size() {
        return entries.size();
    }

    /** Items that the catalogue has now. */
    public int catalogued() {
        return catalogued.get();
    }

    /** Every item that may be recommended, in no order. */
    public Stream<ItemEntry> listed() {
        return entries.values().stream().filter(ItemEntry::listed);
    }

    @Override
    public @Nullable ItemEntry find(String itemId) {
        return entries.get(itemId);
    }

    @Override
    public ItemEntry entry(String itemId) {
        ItemEntry known = entries.get(itemId); // takes no lock
        return known == null ? entries.computeIfAbsent(itemId, id -> new ItemEntry(id, made.getAndIncrement())) : known;
    }

    @Override
    public NewItems newItems(String modelVersion) {
        return newItems.computeIfAbsent(modelVersion, version -> new NewItems());
    }

    @Override
    public List<ItemEntry> trending(int n) {
        return ranking.trending(n, entries.values());
    }

    @Override
    public List<ItemEntry> newest(int n) {
        return ranking.newest(n, entries.values());
    }

    @Override
    public List<ItemEntry> trendingIn(String category, int n) {
        return ranking.trendingIn(category, n, entries.values());
    }
}
