package dev.millrace.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resources to be closed in reverse order; one that fails to close does not keep the others open. */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    synchronized void add(AutoCloseable resource) {
        resources.push(resource);
    }

    void closeAll() {
        for (AutoCloseable next = poll(); next != null; next = poll()) {
            try {
                next.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("Interrupted while closing {}", next, e);
            } catch (Exception e) {
                LOG.warn("{} did not close in order", next, e);
            }
        }
    }

    private synchronized @Nullable AutoCloseable poll() {
        return resources.poll();
    }
}
