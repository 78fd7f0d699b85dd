package dev.millrace.topologies.feature;

import dev.millrace.model.features.DecayedCounts;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;

/**
 * Decayed sums with their half-lives. When features.yaml gains a half-life, the others keep their values and the new
 * one starts from zero; it is exact once the app has been reset and has read its input again.
 */
final class DecayedValues {

    private DecayedValues() {}

    static void write(DecayedCounts counts, long[] halfLivesMs, AvroSink out) {
        if (halfLivesMs.length > 0) {
            out.writeLong(halfLivesMs.length);
            for (int i = 0; i < halfLivesMs.length; i++) {
                out.writeLong(halfLivesMs[i]).writeDouble(counts.values()[i]);
            }
        }
        out.writeLong(0);
    }

    static double[] read(AvroSource in, long[] halfLivesMs) {
        double[] values = new double[halfLivesMs.length];
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int s = 0; s < block; s++) {
                long halfLifeMs = in.readLong();
                double value = in.readDouble();
                for (int i = 0; i < halfLivesMs.length; i++) {
                    values[i] = halfLivesMs[i] == halfLifeMs ? value : values[i];
                }
            }
        }
        return values;
    }
}
