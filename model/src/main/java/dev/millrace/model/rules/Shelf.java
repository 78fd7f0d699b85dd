package dev.millrace.model.rules;

import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** The items as the rules see them. Implementations answer from memory: a list asks about hundreds of items. */
public interface Shelf {

    /** Categories of an item; empty when it has none or is not known. */
    List<String> categories(String itemId);

    /** Whether there is a catalogue: it has at least one item now. */
    boolean hasCatalog();

    /** Whether the catalogue has the item now. */
    boolean isCatalogued(String itemId);

    /**
     * False for a delisted item and outside its availability dates; an item that the catalogue never had is available.
     */
    boolean isAvailable(String itemId, long nowMs);

    /** Calls with each item co-visited with this one and its decayed weight, heaviest first; nothing when unknown. */
    void coVisited(String itemId, ObjDoubleConsumer<String> each);

    /** The {@code n} most popular items of late, best first; fewer only when there are no more. */
    List<ListedItem> trending(int n);

    /** The most popular items of late in one category, best first; a hundred of them do. */
    List<ListedItem> trendingIn(String category);

    /**
     * The {@code n} newest items, newest first; fewer only when there are no more. Together with trending: every item.
     */
    List<ListedItem> newest(int n);
}
