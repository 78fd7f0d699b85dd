package dev.millrace.cli.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far the apps' consumer groups are behind the committed ends of the topics they read. */
public final class GroupLags {

    private final Cluster cluster;

    public GroupLags(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Records between what the group has committed and what it could read, over all its partitions. */
    public long lag(String group) {
        Map<TopicPartition, Long> committed = committed(group);
        Map<TopicPartition, Long> ends = ends(List.copyOf(committed.keySet()));
        return committed.entrySet().stream()
                .mapToLong(entry -> Math.max(0, ends.getOrDefault(entry.getKey(), 0L) - entry.getValue()))
                .sum();
    }

    /** Committed offsets of a group, by partition; partitions without a commit are absent. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> found =
                cluster.answer(cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        found.forEach((partition, offset) -> {
            if (offset != null) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }

    /** Partitions of the topics by which a Kafka Streams app hands records to itself. */
    public List<TopicPartition> repartitions(String group) {
        return cluster
                .answer(cluster.admin()
                        .listTopics(new ListTopicsOptions().listInternal(true))
                        .names())
                .stream()
                .filter(topic -> topic.startsWith(group + "-") && topic.endsWith("-repartition"))
                .flatMap(topic -> IntStream.range(0, cluster.partitions(topic))
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
    }

    /** Offsets after the last record that a read_committed consumer can see. */
    public Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found = cluster.answer(cluster.admin()
                .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        found.forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** State of a group in Kafka's words: Stable, Empty … ; Dead when the cluster does not know it. */
    public String state(String group) {
        return cluster.answer(cluster.admin().listGroups().all()).stream()
                .filter(listing -> listing.groupId().equals(group))
                .findFirst()
                .flatMap(GroupListing::groupState)
                .orElse(GroupState.DEAD)
                .toString();
    }
}
