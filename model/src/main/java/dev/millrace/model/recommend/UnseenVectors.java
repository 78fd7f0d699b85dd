package dev.millrace.model.recommend;

import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.features.NewItems;
import dev.millrace.model.foldin.UnseenItems;
import dev.millrace.model.newitems.CategoryFactors;
import org.jspecify.annotations.Nullable;

/** What a history's items that the model has not seen are like: by their users, else by their categories. */
record UnseenVectors(NewItems known, CategoryFactors categories, ItemView items) implements UnseenItems {

    @Override
    public float @Nullable [] vector(String itemId) {
        float[] vector = known.vector(itemId);
        if (vector != null) {
            return vector;
        }
        ItemEntry entry = items.find(itemId);
        ItemFacts facts = entry == null ? null : entry.facts();
        return facts == null || !categories.knowsAny(facts.categories())
                ? null
                : categories.expected(facts.categories());
    }
}
