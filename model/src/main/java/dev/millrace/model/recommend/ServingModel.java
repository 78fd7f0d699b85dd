package dev.millrace.model.recommend;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.features.RankingFeatures;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.retrieval.NormPrunedIndex;
import dev.millrace.model.retrieval.RetrievalIndex;
import org.jspecify.annotations.Nullable;

/**
 * A model ready to score with: what a hot swap swaps. Immutable; shared by all threads.
 *
 * @param entries the items' entries by row
 * @param features fills the ranker's columns; without a ranker, all columns of the definitions
 */
public record ServingModel(
        ModelBundle bundle,
        RetrievalIndex index,
        FoldIn foldIn,
        @Nullable OnnxRanker ranker,
        RankingFeatures features,
        ItemEntry[] entries) {

    /**
     * Builds the index and loads the ranker: seconds for a million items.
     *
     * @throws dev.millrace.model.ranking.InvalidRankerException when the ranker is unusable
     * @throws IllegalArgumentException when the ranker needs a feature that is not defined
     */
    public static ServingModel load(ModelBundle bundle, ItemView items, FeatureDefinitions definitions) {
        byte[] onnx = bundle.rankerOnnx();
        RankingFeatures features =
                onnx == null ? new RankingFeatures(definitions) : RankingFeatures.named(definitions, bundle.features());
        return new ServingModel(
                bundle,
                new NormPrunedIndex(bundle.factors()),
                new FoldIn(bundle.factors(), bundle.foldIn()),
                onnx == null ? null : OnnxRanker.load(onnx, features.width()),
                features,
                items.bind(bundle.items()));
    }

    public String version() {
        return bundle.version();
    }

    public ItemIndex items() {
        return bundle.items();
    }
}
