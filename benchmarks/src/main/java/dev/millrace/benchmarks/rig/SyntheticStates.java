package dev.millrace.benchmarks.rig;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import java.util.List;
import java.util.SplittableRandom;

/** Users' states as scoring-app stores them, for as many users as wanted. */
public final class SyntheticStates {

    /** States that differ; users share them, so that a million are there in seconds. */
    private static final int DISTINCT = 10_000;

    private static final long START_MS = 1_767_571_200_000L;

    private final byte[][] states = new byte[DISTINCT][];

    /**
     * Makes states whose vectors are the means of their items' factors.
     *
     * @param itemIds of the model
     * @param factors row-major, one row per item
     * @param events in each history
     * @param model version that the vectors are of
     */
    public SyntheticStates(List<String> itemIds, float[] factors, int events, String model, long seed) {
        int dimension = factors.length / itemIds.size();
        SplittableRandom random = new SplittableRandom(seed);
        for (int user = 0; user < DISTINCT; user++) {
            states[user] = state(random.split(), itemIds, factors, dimension, events, model);
        }
    }

    private static byte[] state(
            SplittableRandom random, List<String> itemIds, float[] factors, int dimension, int events, String model) {
        UserPreference state = UserPreference.EMPTY;
        float[] vector = new float[dimension];
        for (int i = 0; i < events; i++) {
            int item = random.nextInt(itemIds.size());
            var event = new Event(itemIds.get(item), "purchase", 1, START_MS + 60_000L * i);
            state = state.with(event, EventWeights.defaults(), i, START_MS);
            for (int f = 0; f < dimension; f++) {
                vector[f] += factors[item * dimension + f] / events;
            }
        }
        return PreferenceCodec.encode(state.withVector(vector, model));
    }

    public byte[] of(int user) {
        return states[user % DISTINCT];
    }

    /** Mean size of a state, bytes. */
    public int meanBytes() {
        long sum = 0;
        for (byte[] state : states) {
            sum += state.length;
        }
        return (int) (sum / DISTINCT);
    }
}
