package dev.millrace.benchmarks.data;

import dev.millrace.model.als.AlsSettings;
import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Factors;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.replay.InteractionLog;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Factors of any number of items, and users to search them with. Equal arguments give equal factors. */
public final class FactorSets {

    /**
     * Natural logarithm of the norms: its standard deviation on factors learnt on MovieLens and retail data is 0.64 to
     * 1.2. The least spread is taken, which helps a norm-pruned search least.
     */
    private static final double NORM_SPREAD = 0.64;

    private static final int CLUSTERS = 1_000;
    /** Of an item round its cluster, relative to the length of the cluster's centre. */
    private static final double CLUSTER_SPREAD = 0.5;

    /** Of a copy round the learnt item, relative to the item's length. */
    private static final double COPY_SPREAD = 0.3;

    private FactorSets() {}

    /** Items and users in clusters, item norms log-normal. */
    public static Factors clustered(int items, int users, int d, long seed) {
        FactorMatrix centres = gaussian(CLUSTERS, d, seed);
        return new Factors(
                around(centres, users, CLUSTER_SPREAD, 0, seed + 1),
                around(centres, items, CLUSTER_SPREAD, NORM_SPREAD, seed + 2));
    }

    /** The same directions with every item's norm 1. */
    public static Factors unitNorm(int items, int users, int d, long seed) {
        Factors clustered = clustered(items, users, d, seed);
        FactorMatrix factors = clustered.items();
        IntStream.range(0, items).parallel().forEach(row -> {
            float scale = (float) (1 / factors.norm(row));
            for (int k = row * d; k < (row + 1) * d; k++) {
                factors.values()[k] *= scale;
            }
        });
        return clustered;
    }

    /** Factors learnt on a log by the product's own training. */
    public static Factors learnt(InteractionLog log, int d) {
        AlsSettings settings = AlsSettings.defaults().withDimension(d);
        Ratings ratings = Ratings.of(log, 0, log.size(), FoldInSettings.defaults());
        return new AlsTrainer().train(ratings, settings, iteration -> {});
    }

    /**
     * Learnt factors for a catalogue larger than the one they were learnt on: each item is a learnt one, drawn evenly,
     * with noise; so the spread of norms stays. Users are learnt ones.
     */
    public static Factors enlarged(Factors learnt, int items, int users, long seed) {
        return new Factors(
                around(learnt.users(), users, 0, 0, seed), around(learnt.items(), items, COPY_SPREAD, 0, seed + 1));
    }

    /** Standard deviation of the natural logarithm of the norms; rows of zeros are left out. */
    public static double normSpread(FactorMatrix factors) {
        double[] logs = IntStream.range(0, factors.rows())
                .mapToDouble(factors::norm)
                .filter(norm -> norm > 0)
                .map(Math::log)
                .toArray();
        double mean = IntStream.range(0, logs.length)
                .mapToDouble(i -> logs[i])
                .average()
                .orElse(0);
        double squares = IntStream.range(0, logs.length)
                .mapToDouble(i -> (logs[i] - mean) * (logs[i] - mean))
                .sum();
        return Math.sqrt(squares / Math.max(1, logs.length));
    }

    private static FactorMatrix gaussian(int rows, int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(d));
        }
        return new FactorMatrix(values, d);
    }

    /** Each row is one of {@code centres}, drawn evenly, moved by {@code spread} of its length, then scaled. */
    private static FactorMatrix around(FactorMatrix centres, int rows, double spread, double logScale, long seed) {
        int d = centres.dimension();
        FactorMatrix made = new FactorMatrix(rows, d);
        IntStream.range(0, rows).parallel().forEach(row -> {
            // One generator per row: the result does not depend on the number of threads.
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + row);
            int centre = random.nextInt(centres.rows());
            double noise = spread * centres.norm(centre) / Math.sqrt(d);
            double scale = Math.exp(logScale * random.nextGaussian());
            for (int k = 0; k < d; k++) {
                double value = centres.values()[centre * d + k];
                made.values()[row * d + k] = (float) (scale * (value + noise * random.nextGaussian()));
            }
        });
        return made;
    }
}
