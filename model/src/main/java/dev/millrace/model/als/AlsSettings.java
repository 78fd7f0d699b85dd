package dev.millrace.model.als;

import dev.millrace.model.foldin.FoldInSettings;

/**
 * How to train.
 *
 * @param dimension factors per row, 1 to 1024
 * @param iterations at most so many passes over both sides, 1 to 1000
 * @param seed of the random start; equal seeds give equal factors on any number of threads
 * @param threads 0 = all cores
 */
public record AlsSettings(int dimension, int iterations, FoldInSettings foldIn, long seed, int threads) {

    public AlsSettings {
        if (dimension < 1 || dimension > 1024) {
            throw new IllegalArgumentException("model.dimension must lie between 1 and 1024, was " + dimension);
        }
        if (iterations < 1 || iterations > 1000) {
            throw new IllegalArgumentException("model.iterations must lie between 1 and 1000, was " + iterations);
        }
        if (threads < 0) {
            throw new IllegalArgumentException("training.threads must not be negative, was " + threads);
        }
    }

    public static AlsSettings defaults() {
        return new AlsSettings(64, 12, FoldInSettings.defaults(), 1, 0);
    }

    public AlsSettings withFoldIn(FoldInSettings settings) {
        return new AlsSettings(dimension, iterations, settings, seed, threads);
    }

    public AlsSettings withDimension(int factors) {
        return new AlsSettings(factors, iterations, foldIn, seed, threads);
    }
}
