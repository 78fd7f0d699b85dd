package dev.millrace.benchmarks.latency;

import dev.millrace.benchmarks.rig.Answers;
import dev.millrace.benchmarks.rig.Answers.Stretch;
import dev.millrace.benchmarks.rig.Storefront;
import java.util.Locale;

/** One measurement on one line, shown while the benchmark goes on. */
final class LatencyLine {

    private LatencyLine() {}

    static String of(String name, Storefront.Stretch stretch) {
        Answers answers = stretch.answers();
        return String.format(
                Locale.ROOT,
                "  %s: p50 %.0f p99 %.0f ms (ingest %.0f/%.0f, score %.0f/%.0f, publish %.0f/%.0f), from schedule %.0f/%.0f,"
                        + " %.2f cores, %d timed, %d unchanged, %d unanswered",
                name.replace("|", " "),
                answers.millis(Stretch.FROM_APPEND, 50),
                answers.millis(Stretch.FROM_APPEND, 99),
                answers.millis(Stretch.INGEST, 50),
                answers.millis(Stretch.INGEST, 99),
                answers.millis(Stretch.SCORE, 50),
                answers.millis(Stretch.SCORE, 99),
                answers.millis(Stretch.PUBLISH, 50),
                answers.millis(Stretch.PUBLISH, 99),
                answers.millis(Stretch.FROM_SCHEDULE, 50),
                answers.millis(Stretch.FROM_SCHEDULE, 99),
                stretch.cores(),
                answers.timed(),
                answers.unchangedLists(),
                answers.unanswered());
    }
}
