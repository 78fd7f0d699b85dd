package dev.millrace.benchmarks.foldin;

import com.cloudera.oryx.app.als.ALSUtils;
import com.cloudera.oryx.common.math.LinearSystemSolver;
import com.cloudera.oryx.common.math.SingularMatrixSolverException;
import com.cloudera.oryx.common.math.Solver;
import com.cloudera.oryx.common.math.VectorMath;
import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.FoldInSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to bring a vector up to date that are compared, on one set of factors and users. Not thread-safe. */
final class FoldInMethods {

    /** Steps that the {@code implicit} library takes by default. */
    private static final int COLD_STEPS = 3;

    private final FactorMatrix factors;
    private final int d;
    private final FoldInUsers users;
    private final FoldIn foldIn;
    private final double[] gramian;
    private final float[] gramianTimesAlpha; // row-major, without the ridge
    private final @Nullable Solver oryxSolver;
    private final float[][] vectorsBefore; // exact, without each user's newest item
    private final float[][] rows; // of the newest items, as Oryx keeps them
    private final ColdSteps coldSteps;

    FoldInMethods(FactorMatrix factors, FoldInUsers users) {
        this.factors = factors;
        this.d = factors.dimension();
        this.users = users;
        this.gramian = Gramian.of(factors);
        this.foldIn = new FoldIn(factors, gramian, FoldInSettings.defaults());
        this.gramianTimesAlpha = new float[d * d];
        for (int k = 0; k < d * d; k++) {
            gramianTimesAlpha[k] = (float) (foldIn.settings().alpha0() * gramian[k]);
        }
        this.oryxSolver = oryxSolver(factors);
        this.vectorsBefore = new float[FoldInUsers.COUNT][];
        this.rows = new float[FoldInUsers.COUNT][];
        for (int u = 0; u < FoldInUsers.COUNT; u++) {
            int newest = users.items()[u].length - 1;
            vectorsBefore[u] = exactly(u, newest);
            rows[u] = factors.row(users.items()[u][newest]);
        }
        this.coldSteps = new ColdSteps(factors, gramianTimesAlpha);
    }

    /** The product's own. */
    float[] millrace(int user) {
        int[] items = users.items()[user];
        return foldIn.fold(items, users.weights()[user], items.length);
    }

    /** Conjugate gradients from zero on the unprepared equations. */
    float[] coldSteps(int user) {
        return coldSteps.solve(
                users.items()[user], users.weights()[user], ridge(user, users.items()[user].length), COLD_STEPS);
    }

    /** Whether Oryx can update anybody: it takes factors that use few of their dimensions for singular. */
    boolean oryxUpdates() {
        return oryxSolver != null;
    }

    /** Oryx 2.8.0: its own code moves the vector of before towards the newest item. */
    float[] oryxDelta(int user) {
        Solver solver = oryxSolver;
        if (solver == null) {
            throw new IllegalStateException("Oryx refuses these factors");
        }
        float[] weights = users.weights()[user];
        float[] updated =
                ALSUtils.computeUpdatedXu(solver, weights[weights.length - 1], vectorsBefore[user], rows[user], true);
        // Null says that the rule sees nothing to do.
        return updated == null ? vectorsBefore[user] : updated;
    }

    /** The vector of before, as if the event had not been. */
    float[] notAtAll(int user) {
        return vectorsBefore[user];
    }

    /** The normal equations in double, by Cholesky: slow, and what errors are measured against. */
    float[] cholesky(int user) {
        return exactly(user, users.items()[user].length);
    }

    private float[] exactly(int user, int n) {
        double[] a = new double[d * d];
        double[] b = new double[d];
        float alpha0 = foldIn.settings().alpha0();
        for (int k = 0; k < a.length; k++) {
            a[k] = alpha0 * gramian[k];
        }
        float[] values = factors.values();
        for (int i = 0; i < n; i++) {
            int row = users.items()[user][i] * d;
            double weight = users.weights()[user][i];
            for (int r = 0; r < d; r++) {
                double scaled = weight * values[row + r];
                b[r] += scaled;
                for (int c = 0; c <= r; c++) {
                    a[r * d + c] += scaled * values[row + c];
                }
            }
        }
        double ridge = ridge(user, n);
        for (int k = 0; k < d; k++) {
            a[k * d + k] += ridge;
        }
        Cholesky.factor(a, d);
        Cholesky.solve(a, d, b);
        float[] vector = new float[d];
        for (int k = 0; k < d; k++) {
            vector[k] = (float) b[k];
        }
        return vector;
    }

    private double ridge(int user, int n) {
        double confidence = 0;
        for (int i = 0; i < n; i++) {
            confidence += users.weights()[user][i];
        }
        return foldIn.settings().scaledLambda(confidence, factors.rows());
    }

    private static @Nullable Solver oryxSolver(FactorMatrix factors) {
        try {
            return LinearSystemSolver.getSolver(packed(factors));
        } catch (SingularMatrixSolverException e) {
            return null; // Oryx then updates nobody
        }
    }

    private static double[] packed(FactorMatrix factors) {
        List<float[]> rows = new ArrayList<>(factors.rows());
        for (int row = 0; row < factors.rows(); row++) {
            rows.add(factors.row(row));
        }
        return VectorMath.transposeTimesSelf(rows);
    }

    /** Relative L2 distance. */
    static double error(float[] found, float[] exact) {
        double difference = 0;
        double size = 0;
        for (int k = 0; k < exact.length; k++) {
            difference += Math.pow((double) found[k] - exact[k], 2);
            size += Math.pow(exact[k], 2);
        }
        return Math.sqrt(difference / size);
    }
}
