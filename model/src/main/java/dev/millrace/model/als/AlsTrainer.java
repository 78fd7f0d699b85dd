package dev.millrace.model.als;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.PrincipalAxes;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.FoldInSettings;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Implicit ALS (Hu, Koren, Volinsky 2008) with the weighting and regularisation of Rendle et al. 2021: the exact
 * fold-in, of all users against the items and of all items against the users in turn. Stateless.
 */
public final class AlsTrainer {

    private static final int GRAMIAN_ROWS = 4096; // fixed, so that sums do not depend on the number of threads

    /** Trains for all iterations. */
    public Factors train(Ratings data, AlsSettings settings, IntConsumer progress) {
        return train(data, settings, progress, EpochCheck.NONE);
    }

    /**
     * @param progress told the number of iterations done
     * @param check may stop early; every check costs an additional fold-in of all users
     */
    public Factors train(Ratings data, AlsSettings settings, IntConsumer progress, EpochCheck check) {
        int threads = settings.threads() > 0
                ? settings.threads()
                : Runtime.getRuntime().availableProcessors();
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> alternate(data, settings, progress, check)).join();
        } finally {
            pool.shutdown();
        }
    }

    private static Factors alternate(Ratings data, AlsSettings settings, IntConsumer progress, EpochCheck check) {
        FactorMatrix items = random(data.items().size(), settings.dimension(), settings.seed());
        FactorMatrix users = halfStep(data.byUser(), items, settings.foldIn());
        for (int iteration = 1; iteration <= settings.iterations(); iteration++) {
            items = halfStep(data.byItem(), users, settings.foldIn());
            users = halfStep(data.byUser(), items, settings.foldIn());
            progress.accept(iteration);
            if (check.stopAfter(iteration, new Factors(users, items))) {
                break;
            }
        }
        return inPrincipalAxes(users, items);
    }

    /** No score changes, and {@link FoldIn} needs no rotated copy at serving. */
    private static Factors inPrincipalAxes(FactorMatrix users, FactorMatrix items) {
        PrincipalAxes axes = PrincipalAxes.of(gramian(items), items.dimension());
        return new Factors(axes.rotate(users), axes.rotate(items));
    }

    private static FactorMatrix halfStep(SparseRows rows, FactorMatrix others, FoldInSettings settings) {
        FoldIn foldIn = new FoldIn(others, gramian(others), settings);
        int d = others.dimension();
        FactorMatrix result = new FactorMatrix(rows.rows(), d);
        IntStream.range(0, rows.rows()).parallel().forEach(row -> {
            int from = rows.start()[row];
            int to = rows.start()[row + 1];
            foldIn.fold(rows.column(), rows.weight(), from, to, result.values(), row * d);
        });
        return result;
    }

    private static double[] gramian(FactorMatrix factors) {
        int blocks = (factors.rows() + GRAMIAN_ROWS - 1) / GRAMIAN_ROWS;
        int d = factors.dimension();
        double[][] shares = IntStream.range(0, blocks)
                .parallel()
                .mapToObj(b -> Gramian.of(factors, b * GRAMIAN_ROWS, Math.min(factors.rows(), (b + 1) * GRAMIAN_ROWS)))
                .toArray(double[][]::new);
        double[] sum = new double[d * d];
        for (double[] share : shares) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += share[k];
            }
        }
        return sum;
    }

    /** Small normal start, as in Rendle et al. 2021: standard deviation 0.1/√d. */
    private static FactorMatrix random(int rows, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FactorMatrix factors = new FactorMatrix(rows, dimension);
        float[] values = factors.values();
        double scale = 0.1 / Math.sqrt(dimension);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return factors;
    }
}
