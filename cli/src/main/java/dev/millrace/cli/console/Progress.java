package dev.millrace.cli.console;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far one piece of work has come: a bar on a terminal, a plain line every few seconds elsewhere. */
public interface Progress extends AutoCloseable {

    /** Total of work whose end cannot be foreseen. */
    long UNKNOWN = -1;

    /** Tells how many units are done in all; may be called as often as convenient, from one thread. */
    void to(long done);

    /** Corrects the units in all: there is more to do than was known at the start. */
    void outOf(long total);

    /** Finishes the line. */
    @Override
    void close();

    /**
     * Begins to show progress on standard error.
     *
     * @param task what is done, a few words
     * @param total units in all; the work is complete when that many are done; {@link #UNKNOWN}: shown as elapsed time
     * @param unit plural noun for the units
     */
    static Progress start(String task, long total, String unit) {
        return start(task, total, unit, System.err, Boolean.getBoolean("millrace.terminal"));
    }

    /** Progress that nobody looks at. */
    static Progress unseen() {
        return new Progress() {
            @Override
            public void to(long done) {}

            @Override
            public void outOf(long total) {}

            @Override
            public void close() {}
        };
    }

    /** As {@link #start(String, long, String)} with the stream and its kind given. */
    static Progress start(String task, long total, String unit, PrintStream out, boolean terminal) {
        return terminal ? new Bar(task, total, unit, out) : new PlainProgress(task, total, unit, out, System::nanoTime);
    }

    /** A bar that redraws itself. */
    final class Bar implements Progress {

        private final ProgressBar bar;

        Bar(String task, long total, String unit, PrintStream out) {
            int columns = Math.min(110, Integer.getInteger("millrace.columns", 100));
            bar = new ProgressBarBuilder()
                    .setTaskName(String.format(Locale.ROOT, "%-26s", task))
                    .setInitialMax(total)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(out, columns))
                    .showSpeed()
                    .build();
        }

        @Override
        public void to(long done) {
            bar.stepTo(bar.isIndefinite() ? done : Math.min(done, bar.getMax()));
        }

        @Override
        public void outOf(long total) {
            bar.maxHint(total);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
