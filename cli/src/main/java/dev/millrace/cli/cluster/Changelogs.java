package dev.millrace.cli.cluster;

import dev.millrace.schemas.TopicSpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Looks at the topics that Kafka Streams keeps the apps' stores in. It makes them once and never changes them again.
 */
final class Changelogs {

    private final Cluster cluster;
    private final Set<String> applicationIds;

    /** @param applicationIds of the apps, by which the names begin */
    Changelogs(Cluster cluster, Set<String> applicationIds) {
        this.cluster = cluster;
        this.applicationIds = applicationIds;
    }

    /** Whether what an erasure deletes from the stores goes from the disks of the brokers within the stated time. */
    Check compaction() {
        List<ConfigResource> resources = names(
                        cluster.answer(cluster.admin().listTopics().names()))
                .stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        List<String> late = cluster
                .answer(cluster.admin().describeConfigs(resources).all())
                .entrySet()
                .stream()
                .filter(topic -> lagMs(topic.getValue()) > TopicSpec.COMPACTED_WITHIN.toMillis())
                .map(topic -> topic.getKey().name())
                .sorted()
                .toList();
        return late.isEmpty()
                ? Check.ok(
                        "changelogs",
                        resources.size() + " changelogs, all compacted within " + TopicSpec.COMPACTED_WITHIN.toDays()
                                + " d")
                : Check.warn(
                        "changelogs",
                        "erased users may stay for long in " + String.join(", ", late),
                        "kafka-configs.sh --alter --entity-type topics --entity-name TOPIC --add-config "
                                + TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG + "="
                                + TopicSpec.COMPACTED_WITHIN.toMillis());
    }

    private List<String> names(Collection<String> topics) {
        return topics.stream()
                .filter(topic -> topic.endsWith("-changelog"))
                .filter(topic -> applicationIds.stream().anyMatch(id -> topic.startsWith(id + "-")))
                .toList();
    }

    private static long lagMs(Config config) {
        ConfigEntry entry = config.get(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
        return entry == null || entry.value() == null ? Long.MAX_VALUE : Long.parseLong(entry.value());
    }
}
