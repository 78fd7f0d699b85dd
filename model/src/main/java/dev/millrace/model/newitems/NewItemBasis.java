package dev.millrace.model.newitems;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;

/**
 * What a model says about items that it has not seen. Arrays are shared, not copied.
 *
 * @param users rows of U
 * @param userGramian {@code UᵀU} of the users that the model was trained on, row-major d × d, in the axes of the items
 * @param categories what the factors of an item are like by its categories
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewItemBasis(int users, float[] userGramian, CategoryFactors categories) {

    public NewItemBasis {
        int d = categories.factors().dimension();
        if (users < 1 || userGramian.length != d * d) {
            throw new IllegalArgumentException("a Gramian of " + users + " users with " + userGramian.length
                    + " cells beside categories of dimension " + d);
        }
    }

    public static NewItemBasis of(FactorMatrix users, CategoryFactors categories) {
        double[] exact = Gramian.of(users);
        float[] gramian = new float[exact.length];
        for (int i = 0; i < gramian.length; i++) {
            gramian[i] = (float) exact[i];
        }
        return new NewItemBasis(users.rows(), gramian, categories);
    }
}
