package dev.millrace.model.ranking;

import dev.millrace.model.factors.Cholesky;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns to rank by the conditional logit (McFadden 1974; as a ranking loss ListNet's, Cao et al. 2007): the
 * probability that an item is taken from a list is the softmax of {@code w·x} over it. An item taken at the same moment
 * is no alternative to another. Unlike pairs drawn at random, the alternatives that nearly win weigh most, and they
 * decide the head of a list. What all items of a list share cancels out. Newton's method on a concave function: exact
 * and deterministic.
 */
public final class ConditionalLogit {

    private static final int MOST_STEPS = 40;
    private static final int MOST_HALVINGS = 20;
    private static final double CONVERGED = 1e-6;

    private final int width;
    private final double l2;
    private final List<Choice> choices = new ArrayList<>();

    /** What rounding alone makes of a column of floats that is the same everywhere, as a share of its size. */
    private static final double ROUNDING = 1e-6;

    /** By how much more a curvature that rounding has spoilt is ridged each time. */
    private static final double[] RIDGES = {0, 1e-8, 1e-6, 1e-4, 1e-2, 1};

    /**
     * @param rows row-major; the first {@code taken} rows were taken, the others left
     * @param centre mean row: what is measured from it loses no digits where a column is large and hardly differs
     */
    private record Choice(float[] rows, int taken, int size, double[] centre) {}

    /**
     * @param width features per row
     * @param l2 penalty per taken item on the squared weights of standardised features
     */
    public ConditionalLogit(int width, double l2) {
        if (width < 1 || l2 <= 0) {
            throw new IllegalArgumentException("width must be at least 1 and l2 above 0, were " + width + ", " + l2);
        }
        this.width = width;
        this.l2 = l2;
    }

    /**
     * Adds one list.
     *
     * @param rows row-major, first the rows of the taken items, then those of the others; kept, not copied
     * @param taken at least 1
     * @param size rows in all, more than {@code taken}
     */
    public void add(float[] rows, int taken, int size) {
        if (taken < 1 || size <= taken || rows.length < size * width) {
            throw new IllegalArgumentException(
                    "a list needs rows taken and rows left: " + taken + " of " + size + ", " + rows.length + " values");
        }
        choices.add(new Choice(rows, taken, size, centre(rows, size)));
    }

    private double[] centre(float[] rows, int size) {
        double[] centre = new double[width];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < width; k++) {
                centre[k] += rows[i * width + k];
            }
        }
        for (int k = 0; k < width; k++) {
            centre[k] /= size;
        }
        return centre;
    }

    public int size() {
        return choices.size();
    }

    /** Weights for raw features; a feature that never differs within a list weighs 0. */
    public LinearRanker fit() {
        double[] scale = scales();
        double[] w = new double[width];
        Sums at = sums(w, scale);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] change = at.newtonStep();
            Sums next = null;
            double length = 1;
            for (int halving = 0; halving < MOST_HALVINGS; halving++, length /= 2) {
                double[] trial = w.clone();
                for (int k = 0; k < width; k++) {
                    trial[k] += length * change[k];
                }
                Sums reached = sums(trial, scale);
                if (reached.likelihood >= at.likelihood) {
                    next = reached;
                    w = trial;
                    break;
                }
            }
            if (next == null || next.likelihood - at.likelihood < CONVERGED * Math.abs(at.likelihood)) {
                break;
            }
            at = next;
        }
        float[] raw = new float[width];
        for (int k = 0; k < width; k++) {
            raw[k] = (float) (w[k] * scale[k]);
        }
        return new LinearRanker(raw);
    }

    /** One over the mean standard deviation within a list; 0 for a feature that never differs, or is no number. */
    private double[] scales() {
        double[] variance = new double[width];
        double[] largest = new double[width];
        for (Choice choice : choices) {
            for (int k = 0; k < width; k++) {
                double squares = 0;
                for (int i = 0; i < choice.size; i++) {
                    double difference = choice.rows[i * width + k] - choice.centre[k];
                    squares += difference * difference;
                }
                variance[k] += squares / choice.size;
                largest[k] = Math.max(largest[k], Math.abs(choice.centre[k]));
            }
        }
        double[] scale = new double[width];
        for (int k = 0; k < width; k++) {
            double mean = variance[k] / Math.max(1, choices.size());
            double noise = ROUNDING * Math.max(1, largest[k]);
            scale[k] = mean > noise * noise && Double.isFinite(mean) ? 1 / Math.sqrt(mean) : 0;
        }
        return scale;
    }

    private Sums sums(double[] w, double[] scale) {
        var sums = new Sums(w);
        double[] z = new double[width];
        for (Choice choice : choices) {
            sums.add(choice, scale, z);
        }
        sums.penalise();
        return sums;
    }

    /** Log-likelihood with gradient and negative Hessian at one point. */
    private final class Sums {

        private final double[] w;
        private final double[] gradient = new double[width];
        private final double[] curvature = new double[width * width];
        private final double[] mean = new double[width];
        private final double[] leftMean = new double[width];
        private final double[] leftSquares = new double[width * width];
        private double likelihood;
        private long taken;

        Sums(double[] w) {
            this.w = w;
        }

        void add(Choice choice, double[] scale, double[] z) {
            double top = Double.NEGATIVE_INFINITY;
            double[] scores = new double[choice.size];
            for (int i = 0; i < choice.size; i++) {
                standardise(choice, i, scale, z);
                for (int k = 0; k < width; k++) {
                    scores[i] += w[k] * z[k];
                }
                top = Math.max(top, scores[i]);
            }
            double left = 0;
            java.util.Arrays.fill(leftMean, 0);
            java.util.Arrays.fill(leftSquares, 0);
            for (int i = choice.taken; i < choice.size; i++) {
                double share = Math.exp(scores[i] - top);
                left += share;
                standardise(choice, i, scale, z);
                for (int r = 0; r < width; r++) {
                    double factor = share * z[r];
                    leftMean[r] += factor;
                    for (int s = 0; s <= r; s++) {
                        leftSquares[r * width + s] += factor * z[s];
                    }
                }
            }
            for (int i = 0; i < choice.taken; i++) {
                double own = Math.exp(scores[i] - top);
                double total = left + own;
                standardise(choice, i, scale, z);
                likelihood += Math.log(own / total);
                taken++;
                for (int r = 0; r < width; r++) {
                    mean[r] = (leftMean[r] + own * z[r]) / total;
                    gradient[r] += z[r] - mean[r];
                    for (int s = 0; s <= r; s++) {
                        curvature[r * width + s] +=
                                (leftSquares[r * width + s] + own * z[r] * z[s]) / total - mean[r] * mean[s];
                    }
                }
            }
        }

        private void standardise(Choice choice, int row, double[] scale, double[] z) {
            for (int k = 0; k < width; k++) {
                // A column that is no number anywhere counts nowhere.
                z[k] = scale[k] == 0 ? 0 : (choice.rows[row * width + k] - choice.centre[k]) * scale[k];
            }
        }

        void penalise() {
            double ridge = l2 * Math.max(1, taken);
            for (int k = 0; k < width; k++) {
                likelihood -= ridge * w[k] * w[k] / 2;
                gradient[k] -= ridge * w[k];
                curvature[k * width + k] += ridge;
            }
        }

        /** Where rounding has left the curvature not definite, a shorter step, nearer to steepest ascent. */
        double[] newtonStep() {
            double trace = 0;
            for (int k = 0; k < width; k++) {
                trace += curvature[k * width + k];
            }
            for (double ridge : RIDGES) {
                double[] lower = curvature.clone();
                for (int k = 0; k < width; k++) {
                    lower[k * width + k] += ridge * trace;
                }
                double[] step = gradient.clone();
                if (Cholesky.tryFactor(lower, width)) {
                    Cholesky.solve(lower, width, step);
                    return step;
                }
            }
            return new double[width];
        }
    }
}
