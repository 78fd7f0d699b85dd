package dev.millrace.shell;

import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Turns SIGTERM and SIGINT into an orderly stop, from the first moment on. Instead of a shutdown hook: after one, a JVM
 * ended by SIGTERM reports 143 whatever the app says.
 */
public final class StopSignals {

    private final Thread starting = Thread.currentThread();
    private @Nullable Thread end;
    private boolean requested;

    private StopSignals() {}

    /** Call on the thread that is about to start the app. */
    public static StopSignals listen() {
        var signals = new StopSignals();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), received -> signals.stop());
        }
        return signals;
    }

    /**
     * From here on a signal closes the app; at once if one has come before.
     *
     * @param close may be called once only, on any thread
     */
    public void started(String app, Runnable close) {
        synchronized (this) {
            end = new Thread(close, "stop-" + app);
            Thread.interrupted(); // the interrupt was meant for the start
            if (!requested) {
                return;
            }
        }
        close.run();
    }

    public synchronized boolean isRequested() {
        return requested;
    }

    private synchronized void stop() {
        Thread running = end;
        if (running == null) {
            starting.interrupt(); // whatever the start waits for, it is not wanted any more
        } else if (!requested) {
            running.start();
        }
        requested = true;
    }
}
