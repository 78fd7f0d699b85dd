package dev.millrace.model.foldin;

import org.jspecify.annotations.Nullable;

/** Vectors of items that a model was not trained on. */
@FunctionalInterface
public interface UnseenItems {

    /** Of no item at all. */
    UnseenItems NONE = itemId -> null;

    /** In the axes of the model's factors; null when unknown. Not to be written to. */
    float @Nullable [] vector(String itemId);
}
