package dev.millrace.model.factors;

/** Inner products of rows of floats. */
public final class InnerProduct {

    private InnerProduct() {}

    /**
     * Of {@code a} from {@code offset} on with the whole of {@code b}.
     *
     * @param a at least {@code offset + b.length} values
     */
    public static float of(float[] a, int offset, float[] b) {
        // Eight partial sums: one chain of additions would wait for its own latency.
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int k = 0;
        for (; k + 7 < b.length; k += 8) {
            s0 += a[offset + k] * b[k];
            s1 += a[offset + k + 1] * b[k + 1];
            s2 += a[offset + k + 2] * b[k + 2];
            s3 += a[offset + k + 3] * b[k + 3];
            s4 += a[offset + k + 4] * b[k + 4];
            s5 += a[offset + k + 5] * b[k + 5];
            s6 += a[offset + k + 6] * b[k + 6];
            s7 += a[offset + k + 7] * b[k + 7];
        }
        for (; k < b.length; k++) {
            s0 += a[offset + k] * b[k];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
