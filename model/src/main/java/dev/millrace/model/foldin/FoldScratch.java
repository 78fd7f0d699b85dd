package dev.millrace.model.foldin;

import java.util.Arrays;

/** The buffers of one thread's fold-ins; they grow to the largest seen, so that a fold-in allocates only its result. */
final class FoldScratch {

    private static final ThreadLocal<FoldScratch> OF_THREAD = ThreadLocal.withInitial(FoldScratch::new);

    /** 1/√ of the diagonal of {@code α₀YᵀY + λ'I} in principal axes. */
    float[] scale = new float[0];

    /** One row of factors, copied out of the matrix: an offset would keep the loops over it from vectorising. */
    float[] row = new float[0];

    /** Whitened rows {@code wᵢ = √|cᵢ|·D^-½ yᵢ}. */
    float[][] whitened = new float[0][];

    /** √cᵢ of positive entries, 0 of dislikes. */
    float[] target = new float[0];

    /** One number per entry. */
    float[] products = new float[0];

    float[] solution = new float[0];
    float[] residual = new float[0];
    float[] direction = new float[0];
    float[] image = new float[0];

    /** Square system of the direct methods. */
    float[][] system = new float[0][];

    /** Square system of the thread's newest explanation. */
    float[][] explaining = new float[0][];

    /** Of that system. */
    float[][] inverse = new float[0][];

    /** That explanation's whitened rows, transposed. */
    float[][] explained = new float[0][];

    /** That explanation itself: an older one is told by it that its buffers are gone. */
    Object explanation = new Object();

    private FoldScratch() {}

    static FoldScratch of(int entries, int dimension) {
        FoldScratch scratch = OF_THREAD.get();
        if (scratch.scale.length != dimension) {
            scratch.resize(dimension);
        }
        if (scratch.target.length < entries) {
            scratch.grow(Math.max(entries, scratch.target.length * 2));
        }
        return scratch;
    }

    /** The square system with rows of at least {@code n}; contents undefined. */
    float[][] systemOf(int n) {
        if (system.length < n) {
            system = new float[n][n];
        }
        return system;
    }

    /** Makes room for an explanation; what the one before wrote is lost. */
    void explain(int entries, Object token) {
        explanation = token;
        if (explaining.length == 0) {
            explaining = new float[scale.length][scale.length];
            inverse = new float[scale.length][scale.length];
        }
        if (explained.length == 0 || explained[0].length < entries) {
            explained = new float[scale.length][target.length];
        }
    }

    private void resize(int dimension) {
        explaining = new float[0][];
        explained = new float[0][];
        explanation = new Object();
        scale = new float[dimension];
        row = new float[dimension];
        solution = new float[dimension];
        residual = new float[dimension];
        direction = new float[dimension];
        image = new float[dimension];
        whitened = new float[target.length][dimension];
    }

    private void grow(int entries) {
        int before = whitened.length;
        target = new float[entries];
        products = new float[entries];
        whitened = Arrays.copyOf(whitened, entries);
        for (int i = before; i < entries; i++) {
            whitened[i] = new float[scale.length];
        }
    }
}
