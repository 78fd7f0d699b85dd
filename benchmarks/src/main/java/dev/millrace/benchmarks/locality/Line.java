package dev.millrace.benchmarks.locality;

/**
 * The paper's linear model, {@code t = a + b · users}, by ordinary least squares.
 *
 * @param intercept {@code a}
 * @param slope {@code b}
 */
record Line(double intercept, double slope) {

    /** @param x at least two different values */
    static Line through(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        if (variance == 0) {
            throw new IllegalArgumentException("a line needs two different places");
        }
        double slope = covariance / variance;
        return new Line(meanY - slope * meanX, slope);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
