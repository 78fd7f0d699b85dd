package dev.millrace.model.bundle;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable model, whole. Arrays are shared, not copied.
 *
 * @param version 1 to 256 characters; what outputs name
 * @param factors one row per item of {@code items}
 * @param gramian {@code YᵀY} of the factors, row-major d × d
 * @param features the ranker's input columns in order; empty without a ranker
 */
public record ModelBundle(
        String version,
        ItemIndex items,
        FactorMatrix factors,
        float[] gramian,
        FoldInSettings foldIn,
        List<String> features,
        byte @Nullable [] rankerOnnx) {

    // Spelt out: javac 17 drops a type-use annotation on an array from the parameters of a compact constructor.
    public ModelBundle(
            String version,
            ItemIndex items,
            FactorMatrix factors,
            float[] gramian,
            FoldInSettings foldIn,
            List<String> features,
            byte @Nullable [] rankerOnnx) {
        if (version.isBlank() || version.length() > 256) {
            throw new IllegalArgumentException("a model version has 1 to 256 characters, was '" + version + "'");
        }
        if (items.size() != factors.rows()) {
            throw new IllegalArgumentException(items.size() + " items with factors for " + factors.rows());
        }
        int cells = factors.dimension() * factors.dimension();
        if (gramian.length != cells) {
            throw new IllegalArgumentException("a Gramian of " + gramian.length + " cells instead of " + cells);
        }
        this.version = version;
        this.items = items;
        this.factors = factors;
        this.gramian = gramian;
        this.foldIn = foldIn;
        this.features = List.copyOf(features);
        this.rankerOnnx = rankerOnnx;
    }

    public int dimension() {
        return factors.dimension();
    }
}
