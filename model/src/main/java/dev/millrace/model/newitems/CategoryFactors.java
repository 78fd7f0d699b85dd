package dev.millrace.model.newitems;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import java.util.List;

/**
 * Factors of an item as far as its categories tell: those of an average item, and the sum of one row per category.
 *
 * @param names one per row of {@code factors}, but for the first
 * @param factors the average item, then how each category differs
 */
public record CategoryFactors(ItemIndex names, FactorMatrix factors) {

    public CategoryFactors {
        if (names.size() + 1 != factors.rows()) {
            throw new IllegalArgumentException(names.size() + " categories with " + factors.rows() + " rows");
        }
    }

    /** Whether anything is known of an item of these categories beside its being an item. */
    public boolean knowsAny(List<String> categories) {
        for (String category : categories) {
            if (names.indexOf(category) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Inner product of a user's vector with what to {@linkplain #expected expect}. */
    public float dot(List<String> categories, float[] user) {
        float sum = factors.dot(0, user);
        for (int i = 0; i < categories.size(); i++) {
            int row = names.indexOf(categories.get(i)) + 1;
            sum += row > 0 ? factors.dot(row, user) : 0;
        }
        return sum;
    }

    /** What to expect of an item before anyone has touched it. */
    public float[] expected(List<String> categories) {
        float[] sum = factors.row(0);
        for (int i = 0; i < categories.size(); i++) {
            int row = names.indexOf(categories.get(i)) + 1;
            for (int k = 0; k < sum.length && row > 0; k++) {
                sum[k] += factors.values()[row * sum.length + k];
            }
        }
        return sum;
    }
}
