package dev.millrace.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is logged as a warning or an error. */
public final class LogCounts extends AppenderBase<ILoggingEvent> {

    private final AtomicLong warnings = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();

    public long warnings() {
        return warnings.get();
    }

    public long errors() {
        return errors.get();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel() == Level.WARN) {
            warnings.incrementAndGet();
        } else if (event.getLevel() == Level.ERROR) {
            errors.incrementAndGet();
        }
    }
}
