package dev.millrace.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the log goes. The screen belongs to the command: libraries log only where they are asked to. */
public final class Logs {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{36} - %msg%n";

    private static final String SCREEN = "screen";

    private Logs() {}

    /** Nothing is logged anywhere. */
    public static void silence() {
        reset().setLevel(Level.OFF);
    }

    /** Everything from INFO up goes to standard error. */
    public static void toStandardError() {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        attach(reset(), console).setLevel(Level.INFO);
    }

    /** Everything from INFO up goes to a file, appended; warnings and errors are counted. */
    public static LogCounts toFile(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        Logger root = reset();
        attach(root, appender).setLevel(Level.INFO);
        LogCounts counts = new LogCounts();
        counts.setContext(root.getLoggerContext());
        counts.start();
        root.addAppender(counts);
        return counts;
    }

    /** Whether the user asked to see the log on the screen. */
    public static boolean areShown() {
        Logger root = root();
        return root.isInfoEnabled() && root.getAppender(SCREEN) != null;
    }

    private static Logger attach(Logger root, OutputStreamAppender<ILoggingEvent> appender) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setName(appender instanceof ConsoleAppender ? SCREEN : "file");
        appender.setContext(root.getLoggerContext());
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        // Says at every poll of an idle task that it does not ask for the end of the log again, and warns whenever a
        // reader is closed while the answer to a question about the end of a partition is on its way.
        root.getLoggerContext()
                .getLogger("org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils")
                .setLevel(Level.ERROR);
        return root;
    }

    private static Logger reset() {
        Logger root = root();
        LoggerContext context = root.getLoggerContext();
        context.reset();
        return root;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
