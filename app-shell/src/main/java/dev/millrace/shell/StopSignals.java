package dev.millrace.shell;

import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Turns SIGTERM and SIGINT into an orderly stop, from the first moment on. Instead of a shutdown hook: after one, a JVM
 * ended by SIGTERM reports 143 whatever the app says.
 */
final class StopSignals {

    private final Thread starting = Thread.currentThread();
    private @Nullable StreamsApp app;
    private boolean requested;

    private StopSignals() {}

    /** Call on the thread that is about to start the app. */
    static StopSignals listen() {
        var signals = new StopSignals();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), received -> signals.stop());
        }
        return signals;
    }

    /** From here on a signal closes the app; at once if one has come before. */
    void started(StreamsApp started) {
        synchronized (this) {
            app = started;
            Thread.interrupted(); // the interrupt was meant for the start
            if (!requested) {
                return;
            }
        }
        started.close();
    }

    synchronized boolean isRequested() {
        return requested;
    }

    private synchronized void stop() {
        requested = true;
        StreamsApp running = app;
        if (running == null) {
            starting.interrupt(); // whatever the start waits for, it is not wanted any more
        } else {
            new Thread(running::close, "stop-" + running.name()).start();
        }
    }
}
