package dev.millrace.model.bundle;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.CategoryFactors;
import dev.millrace.model.newitems.NewItemBasis;
import dev.millrace.model.newitems.NewItemFold;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The optional part of a bundle, see {@link BundleFiles}: what folds in items that training has not seen. */
final class NewItemFiles {

    static final String USER_GRAMIAN = "user-gramian";
    static final String CATEGORIES = "categories";
    static final String CATEGORY_FACTORS = "category-factors";

    private NewItemFiles() {}

    static Map<String, byte[]> write(NewItemBasis basis) {
        CategoryFactors categories = basis.categories();
        int d = categories.factors().dimension();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(USER_GRAMIAN, BundleFiles.writeFloats(basis.userGramian(), basis.users(), d));
        files.put(CATEGORIES, BundleFiles.writeNames(categories.names()));
        files.put(
                CATEGORY_FACTORS,
                BundleFiles.writeFloats(
                        categories.factors().values(), categories.factors().rows(), d));
        return files;
    }

    /** @return null when the bundle has no such part */
    static @Nullable NewItemBasis read(Map<String, byte[]> files, int dimension, FoldInSettings settings) {
        byte[] bytes = files.get(USER_GRAMIAN);
        if (bytes == null) {
            return null;
        }
        ByteBuffer in = BundleFiles.littleEndian(bytes);
        int users = BundleFiles.count(in, USER_GRAMIAN);
        int d = BundleFiles.count(in, USER_GRAMIAN);
        if (d != dimension) {
            throw BundleFiles.refusal(USER_GRAMIAN, "dimension " + d + " beside items of dimension " + dimension);
        }
        float[] gramian = BundleFiles.readFloats(in, (long) d * d, USER_GRAMIAN);
        ItemIndex names = BundleFiles.readNames(BundleFiles.file(files, CATEGORIES), CATEGORIES, 0);
        FactorMatrix factors =
                BundleFiles.readFactors(BundleFiles.file(files, CATEGORY_FACTORS), CATEGORY_FACTORS, names.size() + 1);
        if (factors.dimension() != d) {
            throw BundleFiles.refusal(CATEGORY_FACTORS, "dimension " + factors.dimension() + " instead of " + d);
        }
        try {
            var categories = new CategoryFactors(names, factors);
            NewItemBasis basis = new NewItemBasis(users, gramian, categories);
            new NewItemFold(basis, settings).check();
            return basis;
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new InvalidBundleException("model file " + USER_GRAMIAN + ": " + e.getMessage(), e);
        }
    }
}
