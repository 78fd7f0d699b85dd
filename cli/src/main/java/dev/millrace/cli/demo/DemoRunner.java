package dev.millrace.cli.demo;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a demo in the foreground of this process; Ctrl-C closes everything in order. */
public final class DemoRunner {

    private static final long CLOSE_SECONDS = 30;

    private final DemoSettings settings;

    public DemoRunner(DemoSettings settings) {
        this.settings = settings;
    }

    /** Returns when the demo has ended and everything is closed. */
    public void run() throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        closeOnSignal(stop, closed);
        try {
            // Time to the first list counts from the command, the start of the JVM included.
            long startedMs = ManagementFactory.getRuntimeMXBean().getStartTime();
            new Demo(settings, AppsInProcess::start, new Screen(System.out), Clock.systemUTC(), startedMs).run(stop);
        } finally {
            closed.countDown();
        }
    }

    /** The hook must not wait for the main thread itself: that one may be blocked in System.exit. */
    private static void closeOnSignal(CountDownLatch stop, CountDownLatch closed) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            awaitClosed(closed);
                        },
                        "close-on-signal"));
    }

    private static void awaitClosed(CountDownLatch closed) {
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("millrace: not everything could be closed within " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
