package dev.millrace.benchmarks.frame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Measures several subjects in turns: every round runs each of them once, so that a machine that slows down for a while
 * slows all alike. The order is reversed in every second round, so that none always follows the same neighbour.
 */
public final class Rounds {

    private final List<Subject> subjects = new ArrayList<>();

    /** @param measure one measurement: values by metric, the same metrics each time */
    public Rounds subject(String name, Callable<Map<String, Double>> measure) {
        if (subjects.stream().anyMatch(subject -> subject.name.equals(name))) {
            throw new IllegalArgumentException("subject " + name + " occurs twice");
        }
        subjects.add(new Subject(name, measure));
        return this;
    }

    /** A subject with one metric. */
    public Rounds subject(String name, String metric, Callable<Double> measure) {
        return subject(name, () -> Map.of(metric, measure.call()));
    }

    /**
     * Summaries by subject, in the order in which they were added, and by metric.
     *
     * @param warmups rounds that are run and not counted
     * @param rounds rounds that count, at least 1
     */
    public Map<String, Map<String, Summary>> run(int warmups, int rounds) throws Exception {
        if (rounds < 1 || warmups < 0) {
            throw new IllegalArgumentException("rounds must be at least 1, were " + rounds);
        }
        for (int round = -warmups; round < rounds; round++) {
            for (Subject subject : order(round)) {
                Map<String, Double> measured = subject.measure.call();
                if (round >= 0) {
                    subject.keep(measured, round, rounds);
                }
            }
        }
        Map<String, Map<String, Summary>> summaries = new LinkedHashMap<>();
        subjects.forEach(subject -> summaries.put(subject.name, subject.summaries()));
        return summaries;
    }

    private List<Subject> order(int round) {
        List<Subject> order = new ArrayList<>(subjects);
        if ((round & 1) != 0) {
            Collections.reverse(order);
        }
        return order;
    }

    private record Subject(String name, Callable<Map<String, Double>> measure, Map<String, double[]> samples) {

        Subject(String name, Callable<Map<String, Double>> measure) {
            this(name, measure, new TreeMap<>());
        }

        void keep(Map<String, Double> measured, int round, int rounds) {
            measured.forEach(
                    (metric, value) -> samples.computeIfAbsent(metric, unseen -> new double[rounds])[round] = value);
        }

        Map<String, Summary> summaries() {
            Map<String, Summary> summaries = new LinkedHashMap<>();
            samples.forEach((metric, values) -> summaries.put(metric, Summary.of(values)));
            return summaries;
        }
    }
}
