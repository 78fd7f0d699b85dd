package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.rig.SyntheticStates;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.retrieval.NormPrunedIndex;
import dev.millrace.model.retrieval.RetrievalIndex;
import dev.millrace.model.retrieval.TopItems;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a recommendation request does once it has the user's state: decode it, and search the items by the vector in it,
 * without what the user has consumed. The product's own classes; the model is synthetic, its norms spread as learnt
 * ones are.
 */
final class Requests {

    private static final int LISTED = 20;
    private static final double NORM_SPREAD = 0.8;

    private final ItemIndex items;
    private final RetrievalIndex index;
    private final SyntheticStates states;

    /** @param historyEvents events that each user's state holds */
    Requests(int items, int dimension, int historyEvents, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids = new ArrayList<>(items);
        float[] factors = new float[items * dimension];
        for (int item = 0; item < items; item++) {
            ids.add("item-" + item);
            double norm = Math.exp(NORM_SPREAD * random.nextGaussian()) / Math.sqrt(dimension);
            for (int f = 0; f < dimension; f++) {
                factors[item * dimension + f] = (float) (norm * random.nextGaussian());
            }
        }
        this.items = ItemIndex.of(ids);
        this.index = new NormPrunedIndex(new FactorMatrix(factors, dimension));
        this.states = new SyntheticStates(ids, factors, historyEvents, "20260101-000000-0000000", seed);
    }

    byte[] state(int user) {
        return states.of(user);
    }

    /** Mean size of a state, bytes. */
    int stateBytes() {
        return states.meanBytes();
    }

    /** The answer to one request: how many items were listed. */
    int answer(byte[] bytes) {
        UserPreference state = PreferenceCodec.decode(bytes);
        float[] vector = state.vector();
        if (vector == null) {
            throw new IllegalStateException("a state without a vector");
        }
        TopItems top = index.search(vector, LISTED, row -> state.consumed().containsHash(items.hash(row)));
        return top.size();
    }
}
