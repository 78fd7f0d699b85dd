package dev.millrace.model.ranking;

import ai.onnxruntime.OrtEnvironment;
import dev.millrace.model.ranking.RankerVerdict.Outcome;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The main of the process that tries one ranker: reads it from the standard input, loads it, scores rows such as
 * serving may meet, and reports in one line. {@link RankerTrials} watches its time and memory from outside.
 */
final class RankerTrialProcess {

    /** Said when the runtime has come up and before the ranker is looked at. */
    static final String READY = "READY";

    /** A list has a few hundred candidates. */
    static final int ROWS = 256;

    /** Serving has other things to do for a list; a tree ensemble takes 0.3 ms for so many rows. */
    private static final long MAX_LIST_NANOS = 50_000_000;

    private static final int TIMED_RUNS = 5;

    private RankerTrialProcess() {}

    public static void main(String[] args) throws IOException {
        PrintStream report = System.out;
        System.setOut(System.err); // what others print is no report
        OrtEnvironment.getEnvironment();
        report.println(READY);
        report.flush();
        byte[] onnx;
        try (var in = new DataInputStream(System.in)) {
            onnx = in.readNBytes(in.readInt());
        }
        report.write((verdict(onnx, Integer.parseInt(args[0])).line() + '\n').getBytes(StandardCharsets.UTF_8));
        report.flush();
        Runtime.getRuntime().halt(0); // native threads of a stranger's model must not hold the end up
    }

    private static RankerVerdict verdict(byte[] onnx, int width) {
        try (OnnxRanker ranker = OnnxRanker.load(onnx, width)) {
            return tried(ranker, width);
        } catch (InvalidRankerException e) {
            return new RankerVerdict(e.tooSlow() ? Outcome.TOO_SLOW : Outcome.INVALID, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new RankerVerdict(Outcome.INVALID, "the ranker fails: " + e);
        } catch (OutOfMemoryError e) {
            return new RankerVerdict(Outcome.TOO_MUCH_MEMORY, "the ranker takes more memory than its size explains");
        }
    }

    private static RankerVerdict tried(OnnxRanker ranker, int width) {
        var random = new Random(7);
        float[] rows = new float[ROWS * width];
        float[] scores = new float[ROWS];
        for (float value : new float[] {0, 1, -1, 1e4f, 1e-6f}) {
            Arrays.fill(rows, value);
            RankerVerdict bad = scored(ranker, rows, ROWS, scores, "features of " + value);
            if (bad != null) {
                return bad;
            }
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 1));
        }
        for (int n : new int[] {1, 2, 17, ROWS}) {
            RankerVerdict bad = scored(ranker, rows, n, scores, n + " rows of ordinary features");
            if (bad != null) {
                return bad;
            }
        }
        return timed(ranker, rows, scores);
    }

    private static @Nullable RankerVerdict scored(OnnxRanker ranker, float[] rows, int n, float[] scores, String what) {
        try {
            ranker.score(rows, n, scores);
        } catch (InvalidRankerException e) {
            Outcome outcome = e.tooSlow() ? Outcome.TOO_SLOW : Outcome.BAD_SCORES;
            return new RankerVerdict(outcome, "for " + what + ": " + e.getMessage());
        }
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(scores[i])) {
                return new RankerVerdict(
                        Outcome.BAD_SCORES, "the ranker gives the score " + scores[i] + " for " + what);
            }
        }
        return null;
    }

    /** The fastest of some runs: the machine may be busy. */
    private static RankerVerdict timed(OnnxRanker ranker, float[] rows, float[] scores) {
        long best = Long.MAX_VALUE;
        for (int run = 0; run < TIMED_RUNS; run++) {
            long begun = System.nanoTime();
            ranker.score(rows, ROWS, scores);
            best = Math.min(best, System.nanoTime() - begun);
        }
        return best <= MAX_LIST_NANOS
                ? RankerVerdict.PASSED
                : new RankerVerdict(
                        Outcome.TOO_SLOW,
                        "the ranker takes " + best / 1_000_000 + " ms for " + ROWS + " rows; at most "
                                + MAX_LIST_NANOS / 1_000_000);
    }
}
