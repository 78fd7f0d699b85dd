package dev.millrace.model.ranking;

import java.util.Locale;

/**
 * What came of trying a ranker.
 *
 * @param detail a sentence for people; empty for a ranker that may serve
 */
public record RankerVerdict(Outcome outcome, String detail) {

    /** How a trial ends. */
    public enum Outcome {
        /** It may serve. */
        PASSED,
        /** Damaged, reaches outside itself, has another signature, or ONNX Runtime refuses it. */
        INVALID,
        /** Gives scores that are no numbers, or another count of them. */
        BAD_SCORES,
        /** Takes longer to load and try than any ranker may, or longer for a list than serving waits. */
        TOO_SLOW,
        /** Takes more memory than its size explains. */
        TOO_MUCH_MEMORY,
        /** Ended the process that tried it. */
        CRASHED,
        /** Nothing is known about it: the process that tries rankers did not come up. May be tried again. */
        UNTRIED
    }

    /** The one verdict that lets a ranker serve. */
    public static final RankerVerdict PASSED = new RankerVerdict(Outcome.PASSED, "");

    /** Whether it may serve. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** In one line, as the process that tries rankers reports it. */
    String line() {
        return outcome + " " + detail.replaceAll("\\s+", " ");
    }

    static RankerVerdict ofLine(String line) {
        int space = line.indexOf(' ');
        try {
            Outcome outcome = Outcome.valueOf(line.substring(0, Math.max(0, space)));
            return new RankerVerdict(outcome, line.substring(space + 1));
        } catch (IllegalArgumentException e) {
            return new RankerVerdict(
                    Outcome.CRASHED,
                    String.format(Locale.ROOT, "the ranker made the process that tried it say '%.80s'", line));
        }
    }
}
