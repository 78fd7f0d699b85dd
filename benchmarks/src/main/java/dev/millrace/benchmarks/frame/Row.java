package dev.millrace.benchmarks.frame;

/**
 * One result.
 *
 * @param of what was measured: sizes, data, threads ("case" in reports)
 * @param subject what was put to the test
 * @param metric with its unit, such as {@code queries/s}
 */
public record Row(String benchmark, String of, String subject, String metric, Summary value) {}
