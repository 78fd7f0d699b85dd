package dev.millrace.cli.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /**
     * Offsets between what the group has committed and what it could read, over all its partitions; 0 for those with
     * nothing but transaction markers between.
     */
    public long lag(String group) {
        Map<TopicPartition, Long> committed = committed(group);
        List<Gap> gaps = ends(List.copyOf(committed.keySet())).entrySet().stream()
                .map(end -> new Gap(group, end.getKey(), committed.getOrDefault(end.getKey(), 0L), end.getValue()))
                .filter(gap -> gap.offsets() > 0)
                .toList();
        Set<Gap> empty = new EmptyGaps(cluster).among(gaps);
        return gaps.stream()
                .filter(gap -> !empty.contains(gap))
                .mapToLong(Gap::offsets)
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

    /** Whether anybody takes part in the group. */
    public boolean hasMembers(String group) {
        String state = state(group);
        return !state.equals(GroupState.DEAD.toString()) && !state.equals(GroupState.EMPTY.toString());
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
