package dev.millrace.model.recommend;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.features.BoundItems;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.features.NewItem;
import dev.millrace.model.features.NewItems;
import dev.millrace.model.features.RankingFeatures;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.UnseenItems;
import dev.millrace.model.newitems.NewItemBasis;
import dev.millrace.model.newitems.NewItemFold;
import dev.millrace.model.newitems.NewItemSums;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.retrieval.NormPrunedIndex;
import dev.millrace.model.retrieval.RetrievalIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model ready to score with: what a hot swap swaps. Immutable; shared by all threads.
 *
 * @param entries of the items
 * @param newItems items that the model has not seen and that have vectors by now; grows while the model serves
 * @param unseen vectors of the same, and of others as far as their categories tell
 * @param features fills the ranker's columns; without a ranker, all columns of the definitions
 */
public record ServingModel(
        ModelBundle bundle,
        RetrievalIndex index,
        FoldIn foldIn,
        @Nullable OnnxRanker ranker,
        RankingFeatures features,
        BoundItems entries,
        NewItems newItems,
        UnseenItems unseen) {

    /**
     * Builds the index and loads the ranker: seconds for a million items.
     *
     * @throws dev.millrace.model.ranking.InvalidRankerException when the ranker is unusable
     * @throws IllegalArgumentException when the ranker needs a feature that is not defined
     */
    public static ServingModel load(ModelBundle bundle, ItemView items, FeatureDefinitions definitions) {
        return load(bundle, items, definitions, items.newItems(bundle.version()));
    }

    /** @param newItems for a model that is not the only one of its version */
    public static ServingModel load(
            ModelBundle bundle, ItemView items, FeatureDefinitions definitions, NewItems newItems) {
        byte[] onnx = bundle.rankerOnnx();
        RankingFeatures features =
                onnx == null ? new RankingFeatures(definitions) : RankingFeatures.named(definitions, bundle.features());
        return new ServingModel(
                bundle,
                new NormPrunedIndex(bundle.factors()),
                new FoldIn(bundle.factors(), bundle.foldIn()),
                onnx == null ? null : OnnxRanker.load(onnx, features.width()),
                features,
                BoundItems.of(bundle.items(), items),
                newItems,
                unseen(bundle.newItems(), items, newItems));
    }

    private static UnseenItems unseen(@Nullable NewItemBasis basis, ItemView items, NewItems known) {
        return basis == null ? UnseenItems.NONE : new UnseenVectors(known, basis.categories(), items);
    }

    public String version() {
        return bundle.version();
    }

    /** Inner product of a user's vector with that of an item that the model has not seen; 0 when it has none. */
    float unseenScore(ItemEntry entry, float[] user) {
        NewItem known = newItems.find(entry);
        if (known != null) {
            return known.dot(user);
        }
        NewItemBasis basis = bundle.newItems();
        return basis == null ? 0 : basis.categories().dot(categories(entry.facts()), user);
    }

    /**
     * The vector of an item that the model has not seen, by those who touched it and by its categories.
     *
     * @throws IllegalStateException when the model folds no new items in
     */
    public float[] fold(NewItemSums sums, @Nullable ItemFacts facts) {
        NewItemBasis basis = bundle.newItems();
        if (basis == null) {
            throw new IllegalStateException("model " + version() + " folds no new items in");
        }
        return new NewItemFold(basis, bundle.foldIn()).fold(sums, expected(basis, facts));
    }

    private static float[] expected(NewItemBasis basis, @Nullable ItemFacts facts) {
        return basis.categories().expected(categories(facts));
    }

    private static List<String> categories(@Nullable ItemFacts facts) {
        return facts == null ? List.of() : facts.categories();
    }

    public ItemIndex items() {
        return bundle.items();
    }
}
