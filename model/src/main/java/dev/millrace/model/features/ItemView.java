package dev.millrace.model.features;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What scoring reads about items. Any number of threads. */
public interface ItemView {

    /** Null for an item that nobody has touched and the catalogue does not know. */
    @Nullable
    ItemEntry find(String itemId);

    /** The entry of an item, made if there is none. */
    ItemEntry entry(String itemId);

    /** The items that a model has not seen and that have vectors for it; always the same object for one version. */
    NewItems newItems(String modelVersion);

    /** Listed items with the most decayed events at the trending half-life, most first. */
    List<ItemEntry> trending(int n);

    /** Listed items that came into being last, newest first. */
    List<ItemEntry> newest(int n);

    /** Listed items of one category with the most decayed events at the trending half-life, most first. */
    List<ItemEntry> trendingIn(String category, int n);
}
