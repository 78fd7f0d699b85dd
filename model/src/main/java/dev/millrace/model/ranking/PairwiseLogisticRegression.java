package dev.millrace.model.ranking;

import dev.millrace.model.factors.Cholesky;

/**
 * Learns to rank by logistic regression on pairs of one list: the probability that the taken item is the left one is
 * {@code σ(w·(x_taken − x_other))} (Burges et al. 2005, RankNet, with a linear scorer). What all items of a list share
 * cancels out. Newton's method: exact, deterministic, and for some tens of features fast.
 */
public final class PairwiseLogisticRegression {

    private static final int MOST_STEPS = 30;
    private static final double CONVERGED = 1e-8;

    private final int width;
    private final double l2;

    /**
     * @param width features per row
     * @param l2 penalty per pair on the squared weights of standardised features
     */
    public PairwiseLogisticRegression(int width, double l2) {
        if (width < 1 || l2 <= 0) {
            throw new IllegalArgumentException("width must be at least 1 and l2 above 0, were " + width + ", " + l2);
        }
        this.width = width;
        this.l2 = l2;
    }

    /**
     * @param differences row-major: features of the taken item less those of another item of the same list
     * @param pairs number of rows, at least 1
     * @return weights for raw features; a feature that never differs weighs 0
     */
    public LinearRanker fit(float[] differences, int pairs) {
        double[] scale = scales(differences, pairs);
        double[] w = new double[width];
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] change = newtonStep(differences, pairs, scale, w);
            double moved = 0;
            for (int k = 0; k < width; k++) {
                w[k] += change[k];
                moved = Math.max(moved, Math.abs(change[k]));
            }
            if (moved < CONVERGED) {
                break;
            }
        }
        float[] raw = new float[width];
        for (int k = 0; k < width; k++) {
            raw[k] = (float) (w[k] * scale[k]);
        }
        return new LinearRanker(raw);
    }

    /** Solves {@code (Σ p(1-p) zzᵀ + λI) δ = Σ (1-p) z − λw} over standardised differences z. */
    private double[] newtonStep(float[] x, int pairs, double[] scale, double[] w) {
        double[] hessian = new double[width * width];
        double[] gradient = new double[width];
        double[] z = new double[width];
        for (int i = 0; i < pairs; i++) {
            double margin = 0;
            for (int k = 0; k < width; k++) {
                z[k] = x[i * width + k] * scale[k];
                margin += w[k] * z[k];
            }
            double p = 1 / (1 + Math.exp(-margin));
            double curvature = p * (1 - p);
            for (int r = 0; r < width; r++) {
                gradient[r] += (1 - p) * z[r];
                double factor = curvature * z[r];
                for (int s = 0; s <= r; s++) {
                    hessian[r * width + s] += factor * z[s];
                }
            }
        }
        double ridge = l2 * pairs;
        for (int k = 0; k < width; k++) {
            hessian[k * width + k] += ridge;
            gradient[k] -= ridge * w[k];
        }
        Cholesky.factor(hessian, width);
        Cholesky.solve(hessian, width, gradient);
        return gradient;
    }

    /** One over the root mean square of each difference; 0 for a feature that never differs. */
    private double[] scales(float[] x, int pairs) {
        double[] squares = new double[width];
        for (int i = 0; i < pairs; i++) {
            for (int k = 0; k < width; k++) {
                double value = x[i * width + k];
                squares[k] += value * value;
            }
        }
        for (int k = 0; k < width; k++) {
            squares[k] = squares[k] == 0 ? 0 : 1 / Math.sqrt(squares[k] / pairs);
        }
        return squares;
    }
}
