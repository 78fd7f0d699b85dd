package dev.millrace.model.features;

import dev.millrace.model.factors.InnerProduct;
import dev.millrace.model.factors.ItemHash;

/**
 * An item that a model has not seen, with the vector that it was given since. Immutable.
 *
 * @param hash {@link ItemHash} of the id
 * @param norm Euclidean, of the vector
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewItem(ItemEntry entry, int hash, float[] vector, float norm) {

    static NewItem of(ItemEntry entry, float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return new NewItem(entry, ItemHash.of(entry.id()), vector, (float) Math.sqrt(sum));
    }

    /** Inner product with a user's vector. */
    public float dot(float[] user) {
        return InnerProduct.of(vector, 0, user);
    }
}
