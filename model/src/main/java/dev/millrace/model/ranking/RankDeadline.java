package dev.millrace.model.ranking;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs of rankers that take too long. ONNX Runtime looks between two operators whether it is to end, within loops
 * too; one operator that never ends is found when the ranker is tried.
 */
final class RankDeadline {

    private static final Logger LOG = LoggerFactory.getLogger(RankDeadline.class);

    /** Some hundred times what the ranking of a list takes. */
    static final Duration LIMIT = Duration.ofMillis(500);

    private static final long LOOK_EVERY_NANOS = 100_000_000;

    private static final Set<Run> RUNNING = ConcurrentHashMap.newKeySet();
    private static final Thread WATCH = watch();
    private static volatile boolean idle;

    private RankDeadline() {}

    static Run begin() throws OrtException {
        var run = new Run();
        RUNNING.add(run);
        if (idle) {
            LockSupport.unpark(WATCH);
        }
        return run;
    }

    private static Thread watch() {
        var thread = new Thread(RankDeadline::look, "ranker-deadline");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Sleeps while nothing is ranked: an idle app does not wake for it. */
    private static void look() {
        while (true) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            idle = true;
            while (RUNNING.isEmpty()) {
                LockSupport.park(RankDeadline.class);
            }
            idle = false;
            long now = System.nanoTime();
            RUNNING.forEach(run -> run.endIfLate(now));
        }
    }

    /** One run; closed when it has ended. */
    static final class Run implements AutoCloseable {

        private final OrtSession.RunOptions options = new OrtSession.RunOptions();
        private final long begun = System.nanoTime();
        private boolean closed;
        private volatile boolean late;

        private Run() throws OrtException {}

        OrtSession.RunOptions options() {
            return options;
        }

        /** Whether it was told to end. */
        boolean late() {
            return late;
        }

        private synchronized void endIfLate(long now) {
            if (closed || now - begun < LIMIT.toNanos()) {
                return;
            }
            late = true;
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                LOG.error("A ranker that takes too long could not be stopped", e);
            }
        }

        @Override
        public synchronized void close() {
            RUNNING.remove(this);
            closed = true;
            options.close();
        }
    }
}
