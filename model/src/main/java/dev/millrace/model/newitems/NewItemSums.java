package dev.millrace.model.newitems;

import java.nio.ByteBuffer;

/**
 * All that the item side's half-step has to know of the users who touched one new item: sufficient statistics, whose
 * size does not depend on how many they are. Immutable. Holds nothing of any single user.
 */
public final class NewItemSums {

    private static final int HEADER = Integer.BYTES + 2 * Long.BYTES + Double.BYTES;
    private static final int MAX_DIMENSION = 1024;

    private final int dimension;
    private final long observations;
    private final double confidence;
    private final long lastMs;
    private final float[] cells; // Σ|c|uuᵀ as its upper triangle, row by row, then Σcu over positives

    private NewItemSums(int dimension, long observations, double confidence, long lastMs, float[] cells) {
        this.dimension = dimension;
        this.observations = observations;
        this.confidence = confidence;
        this.lastMs = lastMs;
        this.cells = cells;
    }

    /** Of an item that nobody has touched. */
    public static NewItemSums none(int dimension) {
        return new NewItemSums(dimension, 0, 0, Long.MIN_VALUE, new float[cells(dimension)]);
    }

    /**
     * And one more event.
     *
     * @param weight signed confidence, see {@link dev.millrace.model.foldin.WeightedItems}
     * @param user the user's vector at that moment
     * @param atMs event time
     */
    public NewItemSums with(float weight, float[] user, long atMs) {
        if (user.length != dimension) {
            throw new IllegalArgumentException("a user of " + user.length + " factors touched an item of " + dimension);
        }
        float[] next = cells.clone();
        float magnitude = Math.abs(weight);
        int at = 0;
        for (int a = 0; a < dimension; a++) {
            float scaled = magnitude * user[a];
            for (int b = a; b < dimension; b++) {
                next[at++] += scaled * user[b];
            }
        }
        for (int a = 0; a < dimension && weight > 0; a++) {
            next[at + a] += weight * user[a];
        }
        return new NewItemSums(dimension, observations + 1, confidence + magnitude, Math.max(lastMs, atMs), next);
    }

    public int dimension() {
        return dimension;
    }

    /** Events so far. */
    public long observations() {
        return observations;
    }

    /** Event time of the newest event. */
    public long lastMs() {
        return lastMs;
    }

    /** {@code Σ|c|}. */
    public double confidence() {
        return confidence;
    }

    /** Adds {@code Σ|c|uuᵀ} to both halves of a row-major d × d matrix. */
    void addOuterTo(double[] matrix) {
        int at = 0;
        for (int a = 0; a < dimension; a++) {
            matrix[a * dimension + a] += cells[at++];
            for (int b = a + 1; b < dimension; b++, at++) {
                matrix[a * dimension + b] += cells[at];
                matrix[b * dimension + a] += cells[at];
            }
        }
    }

    /** {@code Σcu} over positives, coordinate {@code k}. */
    float positive(int k) {
        return cells[cells.length - dimension + k];
    }

    /** Bytes that {@link #write} takes. */
    public int size() {
        return HEADER + Float.BYTES * cells.length;
    }

    public void write(ByteBuffer out) {
        out.putInt(dimension).putLong(observations).putDouble(confidence).putLong(lastMs);
        for (float cell : cells) {
            out.putFloat(cell);
        }
    }

    /** @throws IllegalArgumentException when these are no sums */
    public static NewItemSums read(ByteBuffer in) {
        int dimension = in.remaining() < HEADER ? 0 : in.getInt();
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException("sums of dimension " + dimension);
        }
        long observations = in.getLong();
        double confidence = in.getDouble();
        long lastMs = in.getLong();
        float[] cells = new float[cells(dimension)];
        if (in.remaining() < Float.BYTES * cells.length) {
            throw new IllegalArgumentException("sums of dimension " + dimension + " in " + in.remaining() + " bytes");
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = in.getFloat();
        }
        return new NewItemSums(dimension, observations, confidence, lastMs, cells);
    }

    private static int cells(int dimension) {
        return dimension * (dimension + 1) / 2 + dimension;
    }
}
