package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.frame.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The trials of one subject in one case, in microseconds. */
final class Measured {

    private static final double MICRO = 1_000;

    private final List<Histogram> trials = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();

    /** @param nanos response times of one trial */
    void add(Histogram nanos, double seconds) {
        trials.add(nanos);
        rates.add(nanos.getTotalCount() / seconds);
    }

    Summary mean() {
        return summary(trial -> trial.getMean() / MICRO);
    }

    Summary percentile(double percentile) {
        return summary(trial -> trial.getValueAtPercentile(percentile) / MICRO);
    }

    /** Square of the standard deviation within a trial, µs². */
    Summary variance() {
        return summary(trial -> Math.pow(trial.getStdDeviation() / MICRO, 2));
    }

    /** Requests answered per second. */
    Summary rate() {
        return Summary.of(rates, Double::doubleValue);
    }

    private Summary summary(ToDoubleFunction<Histogram> of) {
        return Summary.of(trials, of);
    }
}
