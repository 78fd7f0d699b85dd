package dev.millrace.shell;

import java.util.concurrent.atomic.AtomicBoolean;

/** The end of a process. */
public final class Processes {

    private Processes() {}

    /**
     * Runs {@code stop} when the process is told to end (SIGTERM, Ctrl-C) and then ends with exit code 0: a stop that
     * was asked for is no failure, while the JVM would report 143.
     */
    public static void onTermination(Runnable stop) {
        var stopping = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (exitRequested.get()) {
                                return;
                            }
                            if (stopping.compareAndSet(false, true)) {
                                stop.run();
                                Runtime.getRuntime().halt(0);
                            }
                        },
                        "stop"));
    }

    /** Ends the process with a code of its own choosing; the hook of {@link #onTermination} stays out of the way. */
    public static void exit(int code) {
        exitRequested.set(true);
        System.exit(code);
    }

    private static final AtomicBoolean exitRequested = new AtomicBoolean();
}
