package dev.millrace.shell;

import dev.millrace.schemas.FaultLimit;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts dead letters and says when there are too many of them: a broken release must not turn a whole topic into dead
 * letters. Reaches the exception handlers, which Kafka Streams makes itself, inside their configuration.
 *
 * <p>Too many is a share of the latest records of one partition, told by the offsets of the bad ones, so that good
 * records cost nothing. It stops the app only on topics that nobody but Millrace writes. What others write may be all
 * bad: whoever could stop the app with it could stop it for ever, since the same records are met again after a restart.
 */
final class DeadLetters {

    static final String CONFIG = "millrace.dead.letters";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final FaultLimit limit;
    private final Set<String> fromOutside;
    private final Clock clock;
    private final Counter unreadable;
    private final Counter failed;
    private final Counter excess;
    private final Map<TopicPartition, Input> inputs = new HashMap<>();
    private final FaultLimit.Watch byTheClock;

    /** One partition that is read. */
    private static final class Input {
        private final FaultLimit.Watch watch;
        private long last = -1;

        private Input(FaultLimit.Watch watch) {
            this.watch = watch;
        }
    }

    /** @param fromOutside names of topics that others write to */
    DeadLetters(FaultLimit limit, Set<String> fromOutside, Clock clock, MeterRegistry meters) {
        this.limit = limit;
        this.fromOutside = Set.copyOf(fromOutside);
        this.clock = clock;
        this.unreadable = counter(meters, "unreadable");
        this.failed = counter(meters, "failed");
        this.excess = Counter.builder(ShellMetrics.DEAD_LETTERS_EXCESS)
                .description("Dead letters of input topics beyond dead.letters.share; they do not stop the app")
                .register(meters);
        this.byTheClock = limit.watch();
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder(ShellMetrics.DEAD_LETTERS)
                .description("Records sent to the dead letter topic")
                .tag("reason", reason)
                .register(meters);
    }

    /** Those topics of the catalogue that users of Millrace write to. */
    static Set<String> writtenByOthers(Topics topics) {
        return topics.specs().stream()
                .filter(spec -> spec.producers().contains("you"))
                .map(TopicSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    static DeadLetters from(Map<String, ?> config) {
        Object counted = config.get(CONFIG);
        if (counted instanceof DeadLetters deadLetters) {
            return deadLetters;
        }
        throw new IllegalStateException("The configuration of Kafka Streams lacks " + CONFIG);
    }

    /** @return whether the app may go on */
    boolean admitUnreadable(ErrorHandlerContext at) {
        return admit(at.topic(), at.partition(), at.offset(), unreadable);
    }

    /** @return whether the app may go on */
    boolean admitFailed(ErrorHandlerContext at) {
        return admit(at.topic(), at.partition(), at.offset(), failed);
    }

    private synchronized boolean admit(@Nullable String topic, int partition, long offset, Counter reason) {
        if (topic == null || offset < 0) { // what is called by the clock has no record behind it
            reason.increment();
            return byTheClock.admits(clock.millis()) || stop("calls by the clock");
        }
        Input input = inputs.computeIfAbsent(new TopicPartition(topic, partition), unseen -> new Input(limit.watch()));
        if (offset <= input.last) {
            return true; // read again after a failure, or failed at a second place: one record, counted once
        }
        input.last = offset;
        reason.increment();
        if (input.watch.admits(offset)) {
            return true;
        }
        if (fromOutside.contains(topic)) {
            excess.increment();
            return true;
        }
        return stop("the latest records of " + topic + "-" + partition);
    }

    private boolean stop(String what) {
        LOG.error(
                "More than {} of {} of {} are dead letters: stopping (dead.letters.share, dead.letters.window)",
                limit.share(),
                limit.window(),
                what);
        return false;
    }
}
