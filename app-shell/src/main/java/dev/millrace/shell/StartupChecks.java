package dev.millrace.shell;

import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.RegistryException;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at broker, topics and registry before anything runs; waits for what may still come up, within a limit. */
final class StartupChecks {

    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);
    private static final long RETRY_MS = 500;

    private final Settings settings;
    private final long deadline;
    private final Duration patience;

    StartupChecks(Settings settings) {
        this.settings = settings;
        this.patience = settings.duration("startup.timeout");
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** @return the common partition count of the user-keyed topics */
    int topics(Topics topics) {
        try (Admin admin = admin()) {
            return waitFor(() -> partitions(admin, topics));
        }
    }

    void registry(SchemaRegistry registry) {
        waitFor(() -> {
            try {
                return registry.subjects();
            } catch (RegistryException e) {
                throw new StartupException(
                        "the schema registry at " + settings.text("schema.registry.url") + " does not answer: "
                                + e.getMessage(),
                        e);
            }
        });
    }

    private Admin admin() {
        try {
            var client = new TreeMap<>(KafkaClients.of(settings));
            client.putIfAbsent("default.api.timeout.ms", "5000");
            client.putIfAbsent("request.timeout.ms", "5000");
            return Admin.create(client);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() instanceof ConfigException ? e.getCause() : e;
            throw new SettingsException(
                    "bootstrap.servers or another Kafka setting cannot be used: " + cause.getMessage(), e);
        }
    }

    private int partitions(Admin admin, Topics topics) {
        List<String> names = topics.specs().stream().map(TopicSpec::name).toList();
        Map<String, Integer> byUser = new TreeMap<>();
        var descriptions = admin.describeTopics(names).topicNameValues();
        for (TopicSpec spec : topics.specs()) {
            TopicDescription found = answer(spec.name(), descriptions.get(spec.name()));
            if (spec.copartitioned()) {
                byUser.put(spec.name(), found.partitions().size());
            }
        }
        return agreed(byUser);
    }

    private static int agreed(Map<String, Integer> byUser) {
        Map<Integer, Integer> votes = new TreeMap<>();
        byUser.values().forEach(count -> votes.merge(count, 1, Integer::sum));
        int common = votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        byUser.forEach((topic, count) -> {
            if (count != common) {
                // More patience would not help: nobody repartitions a topic by waiting.
                throw new SettingsException(
                        "topic " + topic + " has " + count + " partitions, the other user-keyed topics " + common
                                + "; they are joined by user and must agree");
            }
        });
        return common;
    }

    private TopicDescription answer(String topic, @Nullable KafkaFuture<TopicDescription> future) {
        try {
            return Objects.requireNonNull(future, topic).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new StartupException(
                        "topic " + topic + " does not exist; create the topics with: millrace topics apply", e);
            }
            throw new StartupException(
                    "Kafka at " + settings.text("bootstrap.servers") + " does not answer: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartupException("Kafka at " + settings.text("bootstrap.servers") + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while starting", e);
        }
    }

    private <T> T waitFor(Supplier<T> check) {
        boolean said = false;
        while (true) {
            try {
                return check.get();
            } catch (StartupException e) {
                if (System.nanoTime() + RETRY_MS * 1_000_000 > deadline
                        || Thread.currentThread().isInterrupted()) {
                    throw new StartupException(e.getMessage() + " (waited " + patience.toSeconds() + " s)", e);
                }
                if (!said) {
                    LOG.info("Waiting: {}", e.getMessage());
                    said = true;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
