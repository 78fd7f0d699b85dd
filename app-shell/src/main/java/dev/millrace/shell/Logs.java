package dev.millrace.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;

/** Sets up the log of a process that runs one app: on standard output, as text or as one JSON object per line. */
public final class Logs {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %msg%n";

    private Logs() {}

    public static void configure(Settings settings) {
        String format = settings.choice("log.format", "text", "json");
        String level = settings.choice("log.level", "error", "warn", "info", "debug", "trace");
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder = started(format, context);
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level));
        root.addAppender(console);
        // Kafka's clients print their whole configuration at every start, at info.
        context.getLogger("org.apache.kafka").setLevel(level.equals("info") ? Level.WARN : Level.toLevel(level));
    }

    private static Encoder<ILoggingEvent> started(String format, LoggerContext context) {
        EncoderBase<ILoggingEvent> encoder;
        if (format.equals("json")) {
            encoder = new JsonEncoder();
        } else {
            var pattern = new PatternLayoutEncoder();
            pattern.setPattern(PATTERN);
            encoder = pattern;
        }
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
