package dev.millrace.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is logged as a warning or an error. */
public final class LogCounts extends AppenderBase<ILoggingEvent> {

    private static final int LATEST = 8;
    private static final int LONGEST = 400;

    private final AtomicLong warnings = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final Deque<String> latest = new ArrayDeque<>();

    public long warnings() {
        return warnings.get();
    }

    public long errors() {
        return errors.get();
    }

    /** The last few warnings and errors. */
    public List<String> latest() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel() == Level.WARN) {
            warnings.incrementAndGet();
        } else if (event.getLevel() == Level.ERROR) {
            errors.incrementAndGet();
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            synchronized (latest) {
                latest.addLast(line(event));
                while (latest.size() > LATEST) {
                    latest.removeFirst();
                }
            }
        }
    }

    private static String line(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String line = event.getLevel() + " " + event.getFormattedMessage()
                + (thrown == null ? "" : ": " + thrown.getClassName() + ": " + thrown.getMessage());
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
    }
}
