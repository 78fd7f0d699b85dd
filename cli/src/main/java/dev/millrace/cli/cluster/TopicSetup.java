package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.schemas.Contracts;
import dev.millrace.schemas.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the catalogue with the topics a cluster has, and creates those that are missing. Never changes a topic. */
public final class TopicSetup {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Cluster cluster;

    public TopicSetup(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * One topic of the catalogue as it is on the cluster.
     *
     * @param partitions 0 when the topic does not exist
     * @param differences settings that differ from the catalogue, one sentence each
     */
    public record State(TopicSpec spec, int partitions, List<String> differences) {

        public boolean exists() {
            return partitions > 0;
        }
    }

    /** All topics of the catalogue, in its order. */
    public List<State> inspect() {
        Collection<String> existing =
                cluster.answer(cluster.admin().listTopics().names());
        List<TopicSpec> specs = cluster.topics().specs().stream()
                .filter(spec -> cluster.isRegistryInTopic()
                        || !spec.equals(cluster.topics().schemas()))
                .toList();
        List<String> names =
                specs.stream().map(TopicSpec::name).filter(existing::contains).toList();
        Map<String, TopicDescription> descriptions =
                cluster.answer(cluster.admin().describeTopics(names).allTopicNames());
        Map<String, Config> configs = configs(names);
        List<State> states = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription description = descriptions.get(spec.name());
            Config config = configs.get(spec.name());
            states.add(
                    description == null || config == null
                            ? new State(spec, 0, List.of())
                            : new State(spec, description.partitions().size(), differences(spec, config)));
        }
        return states;
    }

    /**
     * Creates the topics that are missing, and returns when they can be written to.
     *
     * @param partitions of each partitioned topic
     * @param replicas copies of each partition; 0: three, or as many as there are brokers if fewer
     * @return names of the topics created
     */
    public List<String> createMissing(int partitions, int replicas) {
        short copies = (short) (replicas > 0 ? replicas : Math.min(3, brokers()));
        List<NewTopic> missing = inspect().stream()
                .filter(state -> !state.exists())
                .map(state -> state.spec().toNewTopic(partitions, copies))
                .toList();
        create(missing);
        return missing.stream().map(NewTopic::name).toList();
    }

    /**
     * Registers every schema that the registry lacks.
     *
     * @return what it lacked, one sentence each
     */
    public List<String> registerSchemas() {
        List<String> missing = missingSchemas();
        if (!missing.isEmpty()) {
            Contracts.register(cluster.serdes().registry(), cluster.topics());
        }
        return missing;
    }

    /** What the registry lacks of our schemas, one sentence each. */
    public List<String> missingSchemas() {
        return Contracts.missing(cluster.serdes().registry(), cluster.topics().specs());
    }

    /**
     * Creates topics, and returns when the brokers themselves know which partitions they lead, which they do a moment
     * after the controller: of an idempotent producer's first requests, some would be refused and later ones taken, and
     * the refused ones then be out of order until they expire. Asking for an offset is refused and repeated until then.
     */
    public void create(Collection<NewTopic> topics) {
        cluster.answer(cluster.admin().createTopics(topics).all());
        awaitLeaders(topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.numPartitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList());
    }

    /**
     * The client asks again for a partition without a leader, but not for a topic that the broker has yet to hear of.
     */
    private void awaitLeaders(List<TopicPartition> partitions) {
        long giveUp = System.nanoTime() + cluster.timeout().toNanos();
        GroupLags offsets = new GroupLags(cluster);
        while (true) {
            try {
                offsets.ends(partitions);
                return;
            } catch (CommandFailure e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > giveUp) {
                    throw e;
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** The partition count that the existing co-partitioned topics share; {@code otherwise} when there is none. */
    public static int commonPartitions(List<State> states, int otherwise) {
        return states.stream()
                .filter(state -> state.exists() && state.spec().copartitioned())
                .mapToInt(State::partitions)
                .max()
                .orElse(otherwise);
    }

    private int brokers() {
        return cluster.answer(cluster.admin().describeCluster().nodes()).size();
    }

    private Map<String, Config> configs(List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> configs = new HashMap<>();
        cluster.answer(cluster.admin().describeConfigs(resources).all())
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    private static List<String> differences(TopicSpec spec, Config config) {
        List<String> differences = new ArrayList<>();
        spec.configs().forEach((setting, wanted) -> {
            ConfigEntry entry = config.get(setting);
            if (entry != null && !wanted.equals(entry.value())) {
                differences.add(setting + " is " + entry.value() + ", the catalogue says " + wanted);
            }
        });
        return differences;
    }
}
