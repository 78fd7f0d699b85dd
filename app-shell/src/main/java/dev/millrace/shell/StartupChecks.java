package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Secrets;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.RegistryException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the outside before the topology starts, and waits for it a set time: apps and brokers start together. */
final class StartupChecks {

    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    // A broker that has answered before gets this long even at the deadline: then a topic is missing, not the broker.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Duration timeout;
    private final long deadline;
    private boolean answered;

    StartupChecks(Settings settings) {
        this.settings = settings;
        this.timeout = settings.duration("startup.timeout");
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Waits until the broker answers and has all topics of the app.
     *
     * @return partition count of the user-keyed topics; 1 when the app uses none
     * @throws StartupException naming what is missing or odd
     */
    int topics(Topics topics, Predicate<TopicSpec> used) {
        List<TopicSpec> wanted = topics.specs().stream().filter(used).toList();
        Admin admin = Admin.create(new ClientSettings(settings).admin());
        try {
            List<String> names = wanted.stream().map(TopicSpec::name).toList();
            await(() -> missing(names, answer(admin.listTopics().names())));
            Map<String, TopicDescription> found =
                    answer(admin.describeTopics(names).allTopicNames());
            return Copartitioning.check(wanted, name -> partitions(found, name));
        } finally {
            admin.close(Duration.ZERO); // the default waits a minute for calls that nobody wants the answer of
        }
    }

    private static int partitions(Map<String, TopicDescription> found, String name) {
        return Objects.requireNonNull(found.get(name), name).partitions().size();
    }

    /** Waits until every topic exists; then the message is empty. */
    private void await(Supplier<String> missing) {
        boolean told = false;
        for (String text = missing.get(); !text.isEmpty(); text = missing.get()) {
            if (remaining().isZero()) {
                throw new StartupException(text + "; create them with: millrace topics apply");
            }
            if (!told) {
                LOG.info("Waiting up to {} s: {}", remaining().toSeconds(), text);
                told = true;
            }
            pause();
        }
    }

    private static String missing(List<String> wanted, Collection<String> existing) {
        List<String> missing = wanted.stream()
                .filter(name -> !existing.contains(name))
                .sorted()
                .toList();
        return missing.isEmpty() ? "" : "Missing topics: " + String.join(", ", missing);
    }

    /** Waits until the registry answers; its own client retries, within its time limit. */
    void registry(AvroSerdes serdes) {
        try {
            serdes.registry().subjects();
        } catch (RegistryException e) {
            String url = settings.text("schema.registry.url");
            throw new StartupException(
                    "The schema registry at " + Secrets.masked("schema.registry.url", url) + " is of no use: "
                            + e.getMessage() + " (schema.registry.url)",
                    e);
        }
    }

    private <T> T answer(KafkaFuture<T> future) {
        try {
            long patience = Math.max(remaining().toMillis(), answered ? GRACE.toMillis() : 1);
            T answer = future.get(patience, TimeUnit.MILLISECONDS);
            answered = true;
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while waiting for the broker", e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw unreachable(e);
            }
            throw new StartupException("The broker refused: " + reason(e), e);
        }
    }

    private StartupException unreachable(Exception e) {
        return new StartupException(
                "No broker answered at " + settings.text("bootstrap.servers") + " within " + timeout.toSeconds()
                        + " s (bootstrap.servers): " + reason(e),
                e);
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() instanceof KafkaException ? e.getCause() : e;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while waiting for topics", e);
        }
    }
}
