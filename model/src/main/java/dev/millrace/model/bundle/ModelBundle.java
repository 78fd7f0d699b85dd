package dev.millrace.model.bundle;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.NewItemBasis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable model, whole. Arrays are shared, not copied.
 *
 * @param version 1 to 256 characters; what outputs name
 * @param factors one row per item of {@code items}
 * @param gramian {@code YᵀY} of the factors, row-major d × d
 * @param features the ranker's input columns in order; empty without a ranker
 * @param newItems what folds in items that training has not seen; null: this model leaves them to the other sources
 */
public record ModelBundle(
        String version,
        ItemIndex items,
        FactorMatrix factors,
        float[] gramian,
        FoldInSettings foldIn,
        List<String> features,
        byte @Nullable [] rankerOnnx,
        @Nullable NewItemBasis newItems) {

    // Spelt out: javac 17 drops a type-use annotation on an array from the parameters of a compact constructor.
    public ModelBundle(
            String version,
            ItemIndex items,
            FactorMatrix factors,
            float[] gramian,
            FoldInSettings foldIn,
            List<String> features,
            byte @Nullable [] rankerOnnx,
            @Nullable NewItemBasis newItems) {
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
        if (newItems != null && newItems.categories().factors().dimension() != factors.dimension()) {
            throw new IllegalArgumentException("users of "
                    + newItems.categories().factors().dimension() + " factors beside items of " + factors.dimension());
        }
        this.rankerOnnx = rankerOnnx;
        this.newItems = newItems;
    }

    /** A model that leaves new items alone. */
    public ModelBundle(
            String version,
            ItemIndex items,
            FactorMatrix factors,
            float[] gramian,
            FoldInSettings foldIn,
            List<String> features,
            byte @Nullable [] rankerOnnx) {
        this(version, items, factors, gramian, foldIn, features, rankerOnnx, null);
    }

    /** This model with another ranker. */
    public ModelBundle withRanker(List<String> columns, byte[] onnx) {
        return new ModelBundle(version, items, factors, gramian, foldIn, columns, onnx, newItems);
    }

    /** This model, which now folds new items in. */
    public ModelBundle withNewItems(NewItemBasis basis) {
        return new ModelBundle(version, items, factors, gramian, foldIn, features, rankerOnnx, basis);
    }

    /** A model with the Gramian computed from its factors. */
    public static ModelBundle of(
            String version,
            ItemIndex items,
            FactorMatrix factors,
            FoldInSettings foldIn,
            List<String> features,
            byte @Nullable [] rankerOnnx) {
        double[] sums = Gramian.of(factors);
        float[] gramian = new float[sums.length];
        for (int k = 0; k < sums.length; k++) {
            gramian[k] = (float) sums[k];
        }
        return new ModelBundle(version, items, factors, gramian, foldIn, features, rankerOnnx);
    }

    /** What folds users into this model. */
    public FoldIn newFoldIn() {
        double[] sums = new double[gramian.length];
        for (int k = 0; k < sums.length; k++) {
            sums[k] = gramian[k];
        }
        return new FoldIn(factors, sums, foldIn);
    }

    public int dimension() {
        return factors.dimension();
    }
}
