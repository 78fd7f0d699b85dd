package dev.millrace.cli.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress for logs and pipes: one line every five seconds and one at the end of anything longer than two. */
final class PlainProgress implements Progress {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long WORTH_A_LINE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String task;
    private long total;
    private final String unit;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long started;
    private long lastLine;
    private long done;

    PlainProgress(String task, long total, String unit, PrintStream out, LongSupplier nanoTime) {
        this.task = task;
        this.total = total;
        this.unit = unit;
        this.out = out;
        this.nanoTime = nanoTime;
        started = nanoTime.getAsLong();
        lastLine = started;
    }

    @Override
    public void to(long nowDone) {
        done = nowDone;
        long now = nanoTime.getAsLong();
        if (now - lastLine >= EVERY_NANOS) {
            lastLine = now;
            print(now);
        }
    }

    @Override
    public void outOf(long newTotal) {
        total = newTotal;
    }

    @Override
    public void close() {
        long now = nanoTime.getAsLong();
        if (now - started >= WORTH_A_LINE_NANOS) {
            print(now);
        }
    }

    private void print(long now) {
        double seconds = (now - started) / 1e9;
        if (total == UNKNOWN) {
            out.printf(Locale.ROOT, "  %-26s %.0f s%n", task, seconds);
            return;
        }
        out.printf(
                Locale.ROOT,
                "  %-26s %,11d of %,d %s (%d %%), %.0f s, %,.0f/s%n",
                task,
                done,
                total,
                unit,
                total == 0 ? 100 : Math.min(100, 100 * done / total),
                seconds,
                done / Math.max(seconds, 1e-3));
    }
}
