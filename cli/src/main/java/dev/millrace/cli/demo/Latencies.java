package dev.millrace.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Latencies by when their events were appended: a JVM that has just started compiles for a minute or two, and one
 * number for everything would hide both how it begins and where it gets to. Safe for use by several threads.
 */
final class Latencies {

    /** Width of a slice. */
    static final Duration SLICE = Duration.ofSeconds(10);

    private static final long LONGEST_MS = 600_000;
    private static final int DIGITS = 3;

    private final List<Histogram> slices = new ArrayList<>();

    /**
     * Records one.
     *
     * @param sinceStartMs when the event was appended, milliseconds since the measurement began; at least 0
     * @param latencyMs how long after that its list could be read
     */
    synchronized void record(long sinceStartMs, long latencyMs) {
        int slice = Math.toIntExact(sinceStartMs / SLICE.toMillis());
        while (slices.size() <= slice) {
            slices.add(new Histogram(LONGEST_MS, DIGITS));
        }
        slices.get(slice).recordValue(Math.max(0, Math.min(LONGEST_MS, latencyMs)));
    }

    /** Milliseconds, of everything. */
    synchronized Histogram all() {
        return sum(slices);
    }

    /** Milliseconds, of the later half of the slices: once warm. */
    synchronized Histogram warm() {
        return sum(slices.subList(slices.size() / 2, slices.size()));
    }

    /** Milliseconds, slice by slice. */
    synchronized List<Histogram> slices() {
        return slices.stream().map(Histogram::copy).toList();
    }

    private static Histogram sum(List<Histogram> parts) {
        Histogram sum = new Histogram(LONGEST_MS, DIGITS);
        parts.forEach(sum::add);
        return sum;
    }
}
