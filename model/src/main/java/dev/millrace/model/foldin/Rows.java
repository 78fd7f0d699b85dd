package dev.millrace.model.foldin;

/**
 * The few operations on rows of floats that folding in spends its time in. Where loops run over one row they read all
 * arrays at the same index, which the JIT vectorises; sums are formed for four rows at once, because a lone float sum
 * waits for every addition and may not be reordered by the JIT.
 */
final class Rows {

    private Rows() {}

    static float dot(float[] a, float[] b, int length) {
        return dot(a, b, 0, length);
    }

    /** Over indices {@code from} to {@code to}. */
    static float dot(float[] a, float[] b, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int k = from;
        for (; k + 3 < to; k += 4) {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
            s2 += a[k + 2] * b[k + 2];
            s3 += a[k + 3] * b[k + 3];
        }
        for (; k < to; k++) {
            s0 += a[k] * b[k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** {@code out[i] = rows[i]·v} for the first {@code n} rows. */
    static void dots(float[][] rows, int n, float[] v, int length, float[] out) {
        dots(rows, 0, n, v, length, out);
    }

    /** The same for rows {@code from} to {@code n}. */
    static void dots(float[][] rows, int from, int n, float[] v, int length, float[] out) {
        int i = from;
        for (; i + 3 < n; i += 4) {
            dotFour(rows[i], rows[i + 1], rows[i + 2], rows[i + 3], v, length, out, i);
        }
        for (; i < n; i++) {
            out[i] = dot(rows[i], v, length);
        }
    }

    private static void dotFour(
            float[] a, float[] b, float[] c, float[] d, float[] v, int length, float[] out, int at) {
        float a0 = 0;
        float a1 = 0;
        float b0 = 0;
        float b1 = 0;
        float c0 = 0;
        float c1 = 0;
        float d0 = 0;
        float d1 = 0;
        int k = 0;
        for (; k + 1 < length; k += 2) {
            float v0 = v[k];
            float v1 = v[k + 1];
            a0 += a[k] * v0;
            b0 += b[k] * v0;
            c0 += c[k] * v0;
            d0 += d[k] * v0;
            a1 += a[k + 1] * v1;
            b1 += b[k + 1] * v1;
            c1 += c[k + 1] * v1;
            d1 += d[k + 1] * v1;
        }
        if (k < length) {
            a0 += a[k] * v[k];
            b0 += b[k] * v[k];
            c0 += c[k] * v[k];
            d0 += d[k] * v[k];
        }
        out[at] = a0 + a1;
        out[at + 1] = b0 + b1;
        out[at + 2] = c0 + c1;
        out[at + 3] = d0 + d1;
    }

    /** {@code out += Σ weights[i]·rows[i]} over the first {@code n} rows. */
    static void addScaled(float[][] rows, float[] weights, int n, float[] out, int length) {
        int i = 0;
        for (; i + 3 < n; i += 4) {
            addFour(
                    rows[i],
                    rows[i + 1],
                    rows[i + 2],
                    rows[i + 3],
                    weights[i],
                    weights[i + 1],
                    weights[i + 2],
                    weights[i + 3],
                    out,
                    0,
                    length);
        }
        for (; i < n; i++) {
            add(rows[i], weights[i], out, 0, length);
        }
    }

    /** {@code out += weight·row} from index {@code from}. */
    static void add(float[] row, float weight, float[] out, int from, int length) {
        for (int k = from; k < length; k++) {
            out[k] += weight * row[k];
        }
    }

    static void addFour(
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float wa,
            float wb,
            float wc,
            float wd,
            float[] out,
            int from,
            int length) {
        for (int k = from; k < length; k++) {
            out[k] += wa * a[k] + wb * b[k] + wc * c[k] + wd * d[k];
        }
    }

    /** {@code out = row·scale·weight}, cell by cell. */
    static void scale(float[] row, float[] scale, float weight, float[] out, int length) {
        for (int k = 0; k < length; k++) {
            out[k] = row[k] * scale[k] * weight;
        }
    }

    /** {@code v = r + beta·v}. */
    static void direction(float[] r, float beta, float[] v, int length) {
        for (int k = 0; k < length; k++) {
            v[k] = r[k] + beta * v[k];
        }
    }
}
