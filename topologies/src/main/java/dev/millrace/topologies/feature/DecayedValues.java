package dev.millrace.topologies.feature;

import dev.millrace.avro.DecayedValue;
import dev.millrace.model.features.DecayedCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * Decayed sums with their half-lives. When features.yaml gains a half-life, the others keep their values and the new
 * one starts from zero; it is exact once the app has been reset and has read its input again.
 */
final class DecayedValues {

    private DecayedValues() {}

    static List<DecayedValue> toAvro(DecayedCounts counts, long[] halfLivesMs) {
        List<DecayedValue> values = new ArrayList<>(halfLivesMs.length);
        for (int i = 0; i < halfLivesMs.length; i++) {
            values.add(new DecayedValue(halfLivesMs[i], counts.values()[i]));
        }
        return values;
    }

    static double[] fromAvro(List<DecayedValue> stored, long[] halfLivesMs) {
        double[] values = new double[halfLivesMs.length];
        for (int i = 0; i < halfLivesMs.length; i++) {
            for (int s = 0; s < stored.size(); s++) {
                if (stored.get(s).getHalfLifeMs() == halfLivesMs[i]) {
                    values[i] = stored.get(s).getValue();
                }
            }
        }
        return values;
    }
}
