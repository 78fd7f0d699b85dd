package dev.millrace.cli.cluster;

import org.apache.kafka.common.TopicPartition;

/**
 * The part of a partition between what a group has committed and the end.
 *
 * @param group that reads it
 * @param from the group's committed offset, or 0 when it has committed none
 * @param to the end that a read_committed consumer sees, exclusive
 */
public record Gap(String group, TopicPartition partition, long from, long to) {

    /** Offsets in the gap, of which some may be transaction markers or have been deleted. */
    public long offsets() {
        return Math.max(0, to - from);
    }
}
