package dev.millrace.model.factors;

import java.util.stream.IntStream;

/**
 * The rotation that makes a Gramian diagonal. Turning items and users by the same rotation changes no score and no
 * norm, but in these axes {@code α₀YᵀY + λ'I} is diagonal for every α₀ and λ', so that it is inverted by d divisions.
 */
public final class PrincipalAxes {

    private final int d;
    private final double[] values;
    private final double[] columns;

    private PrincipalAxes(int d, double[] values, double[] columns) {
        this.d = d;
        this.values = values;
        this.columns = columns;
    }

    /** @param gramian row-major d × d, symmetric */
    public static PrincipalAxes of(double[] gramian, int d) {
        SymmetricEigen eigen = new SymmetricEigen(gramian, d);
        int[] order = IntStream.range(0, d)
                .boxed()
                .sorted((a, b) -> Double.compare(eigen.value(b), eigen.value(a)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[d];
        double[] columns = new double[d * d];
        for (int k = 0; k < d; k++) {
            values[k] = Math.max(0, eigen.value(order[k]));
            for (int i = 0; i < d; i++) {
                columns[i * d + k] = eigen.vector(i, order[k]);
            }
        }
        return new PrincipalAxes(d, values, columns);
    }

    /** Diagonal cell {@code k} of the Gramian in these axes; descending, none below 0. */
    public double value(int k) {
        return values[k];
    }

    /** All rows in these axes. */
    public FactorMatrix rotate(FactorMatrix factors) {
        FactorMatrix rotated = new FactorMatrix(factors.rows(), d);
        IntStream.range(0, factors.rows()).parallel().forEach(row -> rotateRow(factors, row, rotated));
        return rotated;
    }

    /** A vector of the axes from which these were made in these axes. */
    public float[] forth(float[] vector) {
        float[] rotated = new float[d];
        for (int k = 0; k < d; k++) {
            double sum = 0;
            for (int i = 0; i < d; i++) {
                sum += columns[i * d + k] * vector[i];
            }
            rotated[k] = (float) sum;
        }
        return rotated;
    }

    /** A vector of these axes in the axes from which they were made. */
    public float[] back(float[] rotated) {
        float[] vector = new float[d];
        for (int i = 0; i < d; i++) {
            double sum = 0;
            for (int k = 0; k < d; k++) {
                sum += columns[i * d + k] * rotated[k];
            }
            vector[i] = (float) sum;
        }
        return vector;
    }

    private void rotateRow(FactorMatrix from, int row, FactorMatrix to) {
        double[] sum = new double[d];
        for (int i = 0; i < d; i++) {
            double value = from.values()[row * d + i];
            int column = i * d;
            for (int k = 0; k < d; k++) {
                sum[k] += value * columns[column + k];
            }
        }
        for (int k = 0; k < d; k++) {
            to.values()[row * d + k] = (float) sum[k];
        }
    }
}
