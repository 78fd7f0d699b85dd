package dev.millrace.model.ranking;

import dev.millrace.model.bundle.Sha256;
import dev.millrace.model.ranking.RankerVerdict.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tries rankers before anything loads them, each in a process of its own: a model is a program by a stranger that runs
 * as native code, and a small file may loop for ever, take gigabytes or end the process. A verdict is kept by the
 * ranker's SHA-256, and is waited for by all who ask for it meanwhile.
 */
public final class RankerTrials {

    /** Of the whole process: apps that share one share what was tried. */
    private static final RankerTrials SHARED = new RankerTrials(TrialLimits.DEFAULT);

    private static final int VERDICTS_KEPT = 256;

    private final TrialLimits limits;
    private final Map<String, CompletableFuture<RankerVerdict>> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<RankerVerdict>> eldest) {
            return size() > VERDICTS_KEPT;
        }
    };

    public RankerTrials(TrialLimits limits) {
        this.limits = limits;
    }

    public static RankerTrials shared() {
        return SHARED;
    }

    /** @param width number of features of a row */
    public CompletableFuture<RankerVerdict> begin(byte[] onnx, int width) {
        if (onnx.length == 0 || onnx.length > OnnxInspection.MAX_BYTES) {
            return CompletableFuture.completedFuture(new RankerVerdict(
                    Outcome.INVALID, "a ranker has 1 to " + OnnxInspection.MAX_BYTES + " bytes, not " + onnx.length));
        }
        String key = Sha256.of(onnx) + '/' + width;
        synchronized (verdicts) {
            CompletableFuture<RankerVerdict> known = verdicts.get(key);
            if (known != null && !(known.isDone() && known.join().outcome() == Outcome.UNTRIED)) {
                return known;
            }
            var verdict = new CompletableFuture<RankerVerdict>();
            verdicts.put(key, verdict);
            var thread = new Thread(() -> verdict.complete(new RankerCage(limits).run(onnx, width)), "ranker-trial");
            thread.setDaemon(true);
            thread.start();
            return verdict;
        }
    }

    /**
     * Waits for the verdict.
     *
     * @throws InvalidRankerException when the ranker must not be loaded
     */
    public void check(byte[] onnx, int width) {
        RankerVerdict verdict = begin(onnx, width).join();
        if (!verdict.passed()) {
            throw new InvalidRankerException(verdict.detail());
        }
    }
}
