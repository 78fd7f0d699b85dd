package dev.millrace.publisher;

import dev.millrace.model.rules.Rules;
import dev.millrace.model.rules.RulesFile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: read at the start, and again when the file's content changes. A file that is then unusable is
 * reported and counted, and the rules before it stay in force.
 */
final class RulesWatch implements Supplier<Rules>, AutoCloseable {

    /** Readings of a changed rules file that failed. */
    static final String REFUSED = "millrace.publisher.rules.refused";

    private static final Logger LOG = LoggerFactory.getLogger(RulesWatch.class);

    private final Path file;
    private final Counter refused;
    private final ScheduledExecutorService timer;
    private volatile Rules rules;
    private String content;

    private RulesWatch(Path file, MeterRegistry meters) {
        this.file = file;
        this.refused = meters.counter(REFUSED);
        this.rules = RulesFile.load(file);
        this.content = read();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "rules-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws IllegalArgumentException when the file is unusable at the start */
    static RulesWatch start(Path file, Duration interval, MeterRegistry meters) {
        var watch = new RulesWatch(file, meters);
        long everyMs = Math.max(1, interval.toMillis());
        var unused = watch.timer.scheduleWithFixedDelay(watch::check, everyMs, everyMs, TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public Rules get() {
        return rules;
    }

    /** Compares contents, not times: files that are mounted or copied have any time. */
    synchronized void check() {
        try {
            String now = read();
            if (!now.equals(content)) {
                content = now;
                rules = RulesFile.parse(file.toString(), now);
                LOG.info("Rules of {} are in force from now on", file);
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            refused.increment();
            LOG.error("The rules before stay in force: {}", e.getMessage(), e);
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The rules file " + file + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
