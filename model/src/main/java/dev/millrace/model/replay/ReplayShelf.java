package dev.millrace.model.replay;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.rules.ItemShelf;
import dev.millrace.model.rules.ListedItem;
import dev.millrace.model.rules.Shelf;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** The publisher's shelf over a replay, which brings neighbours up to date only where somebody looks at them. */
public final class ReplayShelf implements Shelf {

    private final Replay replay;
    private final Shelf shelf;

    public ReplayShelf(Replay replay, FeatureDefinitions definitions) {
        this.replay = replay;
        this.shelf = new ItemShelf(replay.items(), definitions);
    }

    @Override
    public void coVisited(String itemId, ObjDoubleConsumer<String> each) {
        replay.refresh(itemId);
        shelf.coVisited(itemId, each);
    }

    @Override
    public List<String> categories(String itemId) {
        return shelf.categories(itemId);
    }

    @Override
    public boolean hasCatalog() {
        return shelf.hasCatalog();
    }

    @Override
    public boolean isCatalogued(String itemId) {
        return shelf.isCatalogued(itemId);
    }

    @Override
    public boolean isAvailable(String itemId, long nowMs) {
        return shelf.isAvailable(itemId, nowMs);
    }

    @Override
    public List<ListedItem> trending(int n) {
        return shelf.trending(n);
    }

    @Override
    public List<ListedItem> trendingIn(String category) {
        return shelf.trendingIn(category);
    }

    @Override
    public List<ListedItem> newest(int n) {
        return shelf.newest(n);
    }
}
