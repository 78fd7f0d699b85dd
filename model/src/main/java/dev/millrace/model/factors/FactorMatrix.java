package dev.millrace.model.factors;

/**
 * Factors of many items (or users), one row each, stored as one row-major float array: row {@code i} starts at {@code i
 * * dimension()}.
 *
 * <p>The array is shared, not copied; whoever hands it over does not write to it any more.
 */
public final class FactorMatrix {

    private final float[] values;
    private final int rows;
    private final int dimension;

    /** A matrix of zeros. */
    public FactorMatrix(int rows, int dimension) {
        this(new float[Math.multiplyExact(rows, checked(dimension))], dimension);
    }

    /** @param rowMajor {@code rows × dimension} values */
    public FactorMatrix(float[] rowMajor, int dimension) {
        if (rowMajor.length % checked(dimension) != 0) {
            throw new IllegalArgumentException(
                    rowMajor.length + " factors are not a whole number of rows of " + dimension);
        }
        this.values = rowMajor;
        this.rows = rowMajor.length / dimension;
        this.dimension = dimension;
    }

    public int rows() {
        return rows;
    }

    public int dimension() {
        return dimension;
    }

    /** The array itself, for hot loops; not to be written to once others share the matrix. */
    public float[] values() {
        return values;
    }

    /** A copy of one row. */
    public float[] row(int row) {
        float[] copy = new float[dimension];
        System.arraycopy(values, row * dimension, copy, 0, dimension);
        return copy;
    }

    /** Inner product of a row with {@code vector}. */
    public float dot(int row, float[] vector) {
        return InnerProduct.of(values, row * dimension, vector);
    }

    /** Euclidean norm of a row. */
    public double norm(int row) {
        double sum = 0;
        for (int k = row * dimension, end = k + dimension; k < end; k++) {
            sum += (double) values[k] * values[k];
        }
        return Math.sqrt(sum);
    }

    private static int checked(int dimension) {
        if (dimension < 1) {
            throw new IllegalArgumentException("factors need a dimension of at least 1, was " + dimension);
        }
        return dimension;
    }
}
