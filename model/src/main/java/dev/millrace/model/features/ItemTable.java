package dev.millrace.model.features;

import dev.millrace.model.factors.ItemIndex;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All items of the process in memory: a list touches hundreds of them, and a store lookup with decoding for each would
 * cost milliseconds. Updates replace immutable parts; reads take no lock.
 */
public final class ItemTable implements ItemView {

    private final FeatureDefinitions definitions;
    private final ConcurrentHashMap<String, ItemEntry> entries = new ConcurrentHashMap<>();
    private final AtomicLong updates = new AtomicLong();
    private volatile ItemRanking ranking = ItemRanking.EMPTY;

    public ItemTable(FeatureDefinitions definitions) {
        this.definitions = definitions;
    }

    public void updateSignals(String itemId, ItemSignals signals) {
        entry(itemId).signals(signals);
        updates.incrementAndGet();
    }

    public void updateNeighbours(String itemId, Neighbours neighbours) {
        entry(itemId).neighbours(neighbours);
    }

    /** @param facts null delists the item */
    public void updateFacts(String itemId, @Nullable ItemFacts facts) {
        entry(itemId).facts(facts);
        updates.incrementAndGet();
    }

    public int size() {
        return entries.size();
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
    public ItemEntry[] bind(ItemIndex items) {
        ItemEntry[] bound = new ItemEntry[items.size()];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = entry(items.id(i));
        }
        return bound;
    }

    @Override
    public List<ItemEntry> trending(int n) {
        return current().trending(n);
    }

    @Override
    public List<ItemEntry> newest(int n) {
        return current().newest(n);
    }

    @Override
    public List<ItemEntry> trendingIn(String category, int n) {
        return current().trendingIn(category, n);
    }

    /**
     * The ranking, made anew once a 64th of the items has changed: the cost per update stays constant, and no clock is
     * involved, so that a replay sees the same rankings.
     */
    private ItemRanking current() {
        ItemRanking known = ranking;
        long now = updates.get();
        if (now - known.madeAt() > entries.size() / 64) {
            synchronized (this) {
                known = ranking;
                if (now - known.madeAt() > entries.size() / 64) {
                    known = ItemRanking.of(entries.values(), definitions, now);
                    ranking = known;
                }
            }
        }
        return known;
    }

    private ItemEntry entry(String itemId) {
        return entries.computeIfAbsent(itemId, ItemEntry::new);
    }
}
