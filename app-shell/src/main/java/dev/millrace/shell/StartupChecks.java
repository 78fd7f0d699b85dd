package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Contracts;
import dev.millrace.schemas.Secrets;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.KafkaRegistry;
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
public final class StartupChecks {

    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    // A broker that has answered before gets this long even at the deadline: then a topic is missing, not the broker.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Duration timeout;
    private final long deadline;
    private boolean answered;

    /**
     * Waits for what a process without a topology needs: broker, topics, registry and schemas.
     *
     * @param app name in the topic catalogue
     * @throws StartupException naming what is missing or odd
     */
    public static void await(String app, Settings settings, Topics topics, AvroSerdes serdes) {
        var checks = new StartupChecks(settings);
        Predicate<TopicSpec> used = spec -> AppDefinition.isParty(app, spec);
        checks.topics(topics, used);
        checks.registry(serdes, topics, used);
    }

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
        List<TopicSpec> wanted = topics.specs().stream()
                .filter(used)
                .filter(spec -> !spec.equals(topics.schemas()) || KafkaRegistry.isMeant(settings.registry()))
                .toList();
        Admin admin = Admin.create(new ClientSettings(settings).admin());
        try {
            List<String> names = wanted.stream().map(TopicSpec::name).toList();
            await(() -> missing(names, answer(admin.listTopics().names())), "create them with: millrace topics apply");
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

    /** Waits until nothing is missing; then the message is empty. @param remedy what to do otherwise */
    private void await(Supplier<String> missing, String remedy) {
        boolean told = false;
        for (String text = missing.get(); !text.isEmpty(); text = missing.get()) {
            if (remaining().isZero()) {
                throw new StartupException(text + "; " + remedy);
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

    /**
     * Waits until the registry answers and has the schema of each topic of the app. Its own client retries, within its
     * time limit. A record without a schema could only be a dead letter, so the app does not start without them.
     */
    void registry(AvroSerdes serdes, Topics topics, Predicate<TopicSpec> used) {
        List<TopicSpec> wanted = topics.specs().stream().filter(used).toList();
        boolean othersDecide = settings.optional("avro.serde.class").isPresent()
                || "true".equals(settings.registry().get("use.latest.version"))
                || "true".equals(settings.registry().get("auto.register.schemas"));
        try {
            if (othersDecide) {
                serdes.registry().subjects();
                return;
            }
            await(
                    () -> schemas(Contracts.missing(serdes.registry(), wanted)),
                    "register them with: millrace topics apply, or set auto.register.schemas=true");
        } catch (RegistryException e) {
            String url = settings.text("schema.registry.url");
            throw new StartupException(
                    "The schema registry at " + Secrets.masked("schema.registry.url", url) + " is of no use: "
                            + e.getMessage() + " (schema.registry.url)",
                    e);
        }
    }

    private static String schemas(List<String> missing) {
        return missing.isEmpty() ? "" : "Missing schemas: " + String.join(", ", missing);
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
