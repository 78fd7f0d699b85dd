package dev.millrace.benchmarks.rig;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.GroupLags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** What a group has still to read of one topic, told by the offsets it commits. */
public final class Backlog {

    private final GroupLags lags;
    private final String group;
    private final String topic;
    private final long ahead;
    private final int partitions;

    /** As it is now: what comes later is not counted. */
    public Backlog(Cluster cluster, String group, String topic) {
        this.lags = new GroupLags(cluster);
        this.group = group;
        this.topic = topic;
        this.partitions = cluster.partitions(topic);
        List<TopicPartition> all = new ArrayList<>();
        IntStream.range(0, partitions).forEach(p -> all.add(new TopicPartition(topic, p)));
        Map<TopicPartition, Long> ends = lags.ends(all);
        this.ahead = ends.values().stream().mapToLong(Long::longValue).sum() - committed();
    }

    /** Offsets still to be read, but for the last transaction marker of each partition. */
    public long offsets() {
        return Math.max(1, ahead - partitions);
    }

    /** Grows as the group commits. */
    public LongSupplier progress() {
        return this::committed;
    }

    private long committed() {
        return lags.committed(group).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
