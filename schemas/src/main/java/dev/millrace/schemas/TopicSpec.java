package dev.millrace.schemas;

import dev.millrace.avro.Interaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * One topic as it is to be created and documented.
 *
 * <p>Every topic stamps its records with append time. Events carry their own time in the payload; the record's time
 * only drives retention and stream time, and a replayed event of 2010 must neither be deleted at once nor expire a
 * window.
 *
 * @param name full name with prefix and version, {@code recs.interactions.v1}
 * @param cleanup how old records leave
 * @param retention how long records stay at least; null: for ever
 * @param single whether the topic has one partition whatever the common count is
 * @param value simple name of the Avro record, or {@code bytes}
 * @param settings further topic settings that differ from the broker's defaults
 * @param producers who writes it, as printed in the documentation
 * @param consumers who reads it
 */
public record TopicSpec(
        String name,
        Keying keying,
        Cleanup cleanup,
        @Nullable Duration retention,
        boolean single,
        String value,
        String description,
        Map<String, String> settings,
        List<String> producers,
        List<String> consumers) {

    /**
     * How long a compacted topic may keep what was superseded or deleted in it, changelogs of the apps included: within
     * this time the bytes of an erased user go.
     */
    public static final Duration COMPACTED_WITHIN = Duration.ofDays(7);

    /**
     * How long erasures are known, on their topic and in the apps: longer than any event of a user is kept, as one may
     * be read again.
     */
    public static final Duration ERASURES_KNOWN = Duration.ofDays(400);

    public TopicSpec {
        if (cleanup == Cleanup.COMPACT && retention != null) {
            throw new IllegalArgumentException(name + " is compacted and cannot have a retention, was " + retention);
        }
        if (retention != null && (retention.isNegative() || retention.isZero())) {
            throw new IllegalArgumentException(name + " needs a positive retention, was " + retention);
        }
        settings = Map.copyOf(settings);
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
    }

    /** Whether the topic must have the common partition count, because it is joined by user with others. */
    public boolean copartitioned() {
        return keying == Keying.USER;
    }

    /** Name of the group of topics whose partition counts must agree; empty when the topic stands alone. */
    public Optional<String> copartitionGroup() {
        return copartitioned() ? Optional.of(Keying.USER.label()) : Optional.empty();
    }

    /** @param common partition count of all user-keyed topics, at least 1 */
    public int partitions(int common) {
        if (common < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, was " + common);
        }
        return single ? 1 : common;
    }

    /** The schema of the topic's values; empty for raw bytes. */
    public Optional<Schema> schema() {
        return "bytes".equals(value) ? Optional.empty() : Optional.of(generated(value));
    }

    private static Schema generated(String record) {
        try {
            Class<?> type = Class.forName(Interaction.class.getPackageName() + "." + record);
            return SpecificData.get().getSchema(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("No generated class for the record " + record, e);
        }
    }

    /** Every topic setting that must hold, by Kafka's names. */
    public Map<String, String> configs() {
        var configs = new TreeMap<>(settings);
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.policy());
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        if (cleanup != Cleanup.COMPACT) {
            configs.put(
                    TopicConfig.RETENTION_MS_CONFIG, retention == null ? "-1" : Long.toString(retention.toMillis()));
        }
        return configs;
    }

    TopicSpec with(String setting, String to) {
        var more = new TreeMap<>(settings);
        more.put(setting, to);
        return new TopicSpec(name, keying, cleanup, retention, single, value, description, more, producers, consumers);
    }

    TopicSpec inOnePartition() {
        return new TopicSpec(
                name, keying, cleanup, retention, true, value, description, settings, producers, consumers);
    }

    TopicSpec flow(List<String> from, List<String> to) {
        return new TopicSpec(name, keying, cleanup, retention, single, value, description, settings, from, to);
    }

    /**
     * The topic as Kafka's admin client creates it.
     *
     * @param common partition count of all user-keyed topics
     * @param replicationFactor copies of each partition; from 3 on, two of them must have a write
     */
    public NewTopic toNewTopic(int common, short replicationFactor) {
        Map<String, String> configs = configs();
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicationFactor >= 3 ? "2" : "1");
        return new NewTopic(name, partitions(common), replicationFactor).configs(configs);
    }
}
