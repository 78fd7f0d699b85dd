package dev.millrace.model.features;

/**
 * Exponential and logarithm within 1e-14 of {@link Math}'s. A list asks for some 4,000 of them, and a call of the JVM's
 * own routine, which the compiler neither inlines nor overlaps with the next, is several times as dear. Values and
 * logarithms of a table bring the argument so near to 0 that a short polynomial does the rest (Tang 1989, 1990).
 */
final class Elementary {

    private static final int EXP_STEPS = 32;
    private static final double STEP_PER_LN = EXP_STEPS / Math.log(2);
    /** ln 2 / 32 in two parts: multiples of the first, up to 2¹⁶ of them, are exact. */
    private static final double LN_PER_STEP = Math.scalb(Math.rint(Math.scalb(Math.log(2) / EXP_STEPS, 40)), -40);

    private static final double LN_PER_STEP_REST = -4.0329125843991075e-13;
    /** Adding this rounds a double to an integer, which then stands in its low bits. */
    private static final double ROUNDER = 0x1.8p52;

    private static final double[] POWERS = new double[EXP_STEPS];

    private static final int LOG_BITS = 7;
    /** Mantissas run from 0.6875 to 1.375, so that arguments near 1 have exponent 0 and lose nothing. */
    private static final long LOG_START = 0x3fe6_0000_0000_0000L;

    private static final double LN2 = Math.log(2);
    private static final double[] INVERSES = new double[1 << LOG_BITS];
    private static final double[] LOGARITHMS = new double[1 << LOG_BITS];

    static {
        for (int i = 0; i < EXP_STEPS; i++) {
            POWERS[i] = Math.pow(2, i / (double) EXP_STEPS);
        }
        for (int i = 0; i < INVERSES.length; i++) {
            long cell = 1L << (52 - LOG_BITS);
            double start = Double.longBitsToDouble(LOG_START + i * cell);
            double middle = Double.longBitsToDouble(LOG_START + i * cell + cell / 2);
            INVERSES[i] = start == 1 ? 1 : 1 / middle;
            LOGARITHMS[i] = -Math.log(INVERSES[i]);
        }
    }

    private Elementary() {}

    static double exp(double x) {
        if (!(x > -700 && x < 700)) {
            return Math.exp(x);
        }
        double rounded = x * STEP_PER_LN + ROUNDER;
        int step = (int) Double.doubleToRawLongBits(rounded);
        double steps = rounded - ROUNDER;
        double r = x - steps * LN_PER_STEP - steps * LN_PER_STEP_REST;
        double power = Double.longBitsToDouble((long) ((step >> 5) + 1023) << 52) * POWERS[step & (EXP_STEPS - 1)];
        double rr = r * r;
        return power + power * (r + rr * (0.5 + r * (1.0 / 6)) + rr * rr * (1.0 / 24 + r * (1.0 / 120)));
    }

    static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x < Double.POSITIVE_INFINITY)) {
            return Math.log(x);
        }
        long bits = Double.doubleToRawLongBits(x);
        long above = bits - LOG_START;
        int cell = (int) (above >>> (52 - LOG_BITS)) & ((1 << LOG_BITS) - 1);
        long exponent = above >> 52;
        double r = Double.longBitsToDouble(bits - (exponent << 52)) * INVERSES[cell] - 1;
        double rr = r * r;
        double tail = rr * (-0.5 + r * (1.0 / 3) + rr * (-0.25 + r * 0.2 + rr * (-1.0 / 6 + r * (1.0 / 7))));
        return exponent * LN2 + LOGARITHMS[cell] + r + tail;
    }
}
