package dev.millrace.schemas.registry;

import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker as its distribution sets it up, and what happens to the topic of a registry on it. */
public final class RegistryBroker implements AutoCloseable {

    private final LocalBroker broker;
    final Admin admin;

    private RegistryBroker(LocalBroker broker) {
        this.broker = broker;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    public static RegistryBroker start(Path dir) {
        return new RegistryBroker(LocalBroker.start(LocalBrokerSettings.in(dir)
                .with("auto.create.topics.enable", "true")
                .with("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("allow.everyone.if.no.acl.found", "true")
                .with("super.users", "User:nobody-in-this-test")));
    }

    /** Settings of a registry in a new topic. */
    public Map<String, String> newRegistry() throws Exception {
        Map<String, String> settings = settings("registry-" + UUID.randomUUID());
        create(KafkaRegistry.topic(settings));
        return settings;
    }

    Map<String, String> settings(String prefix) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "schema.registry.url",
                "kafka:",
                "topics.prefix",
                prefix,
                "schema.registry.timeout.ms",
                "20000");
    }

    /** Returns when the broker itself knows the new topic, which it does a moment after the controller. */
    void create(String topic) throws Exception {
        Uuid made = made(topic);
        while (!made.equals(known(topic))) {
            Thread.onSpinWait();
        }
    }

    private Uuid made(String topic) throws Exception {
        while (true) {
            try {
                return admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .topicId(topic)
                        .get();
            } catch (ExecutionException e) {
                // A deleted topic's name is free a moment after the deletion was answered.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private @Nullable Uuid known(String topic) throws InterruptedException {
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .topicId();
        } catch (ExecutionException e) {
            return null;
        }
    }

    void recreate(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        create(topic);
    }

    void empty(String topic) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();
    }

    void append(String topic, byte @Nullable [] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
