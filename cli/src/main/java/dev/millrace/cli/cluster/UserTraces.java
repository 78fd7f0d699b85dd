package dev.millrace.cli.cluster;

import dev.millrace.avro.Erasure;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.schemas.Keying;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.TopicSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a user's id still stands on the cluster: in every topic of the catalogue, and in every changelog and
 * repartition topic of the apps, which hold all that their stores do. Records that a compaction or retention has yet to
 * remove are found too, aborted ones included: what counts is what the disks have.
 */
public final class UserTraces {

    /** What a place means. */
    public enum Kind {
        /** The newest record of its key in a compacted topic: an app's state or a published record has the user now. */
        IN_FORCE,
        /** Superseded, deleted, or in a log: nothing reads it into a state any more, and it goes by itself. */
        REMAINS,
        /** The erasure itself, by which the apps know what to leave out. */
        ERASURE,
        /** The same text under an item's, a model's or a slot's name: perhaps not the user. */
        PERHAPS
    }

    /**
     * The records of one partition in which the id stands.
     *
     * @param newestMs append time of the newest of them
     * @param until by when the topic's settings remove them, in words
     */
    public record Trace(
            Kind kind,
            String topic,
            int partition,
            long records,
            long firstOffset,
            long lastOffset,
            long newestMs,
            String until) {}

    /**
     * What was found of one user.
     *
     * @param erasedUntilMs up to when the user is erased; null where no erasure is known
     * @param newestEventMs append time of the user's newest valid event; null without one
     */
    public record Found(
            String user,
            @Nullable Long erasedUntilMs,
            @Nullable Long newestEventMs,
            List<Trace> traces) {

        /** Whether the user has come again since the erasure, and has a state by right. */
        public boolean hasComeAgain() {
            return erasedUntilMs != null && newestEventMs != null && newestEventMs > erasedUntilMs;
        }

        /** Whether the user was erased and some app still has a state from before. */
        public boolean isPending() {
            return erasedUntilMs != null
                    && !hasComeAgain()
                    && traces.stream().anyMatch(trace -> trace.kind() == Kind.IN_FORCE);
        }
    }

    /** Stores whose keys are no users; the same text there may be an item of the same name. */
    private static final Set<String> OTHERS_STORES = Set.of(
            "item-aggregates",
            "item-neighbours",
            "new-items",
            "unpublished-new-items",
            "new-items-by-item",
            "waiting-touches",
            "outgoing-touches",
            "touches",
            "by-slot",
            "pending-outcomes",
            "model-quality",
            "retrain-state");

    /** The one store whose keys are a byte and a user. */
    private static final String TURN_AND_USER = "-unpublished-users-changelog";

    private static final String HORIZONS = "erasure-horizons";

    private final Cluster cluster;
    private final Set<String> applicationIds;
    private final Map<String, TopicSpec> catalogue;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();

    /** @param applicationIds of the apps, by which their internal topics begin */
    public UserTraces(Cluster cluster, Set<String> applicationIds) {
        this.cluster = cluster;
        this.applicationIds = Set.copyOf(applicationIds);
        this.catalogue = cluster.topics().specs().stream().collect(Collectors.toMap(TopicSpec::name, spec -> spec));
        catalogue.values().stream()
                .filter(spec -> spec.schema().isPresent())
                .forEach(spec -> deserializers.put(
                        spec.name(),
                        cluster.serdes().of(RecordView.valueClass(spec)).deserializer()));
    }

    /** Reads everything once for all of these users. */
    public List<Found> of(Collection<String> users) {
        List<String> topics = topics();
        Map<String, Config> configs = configs(topics);
        List<Search> searches = users.stream().map(Search::new).toList();
        new TopicReader(cluster).readEverything(topics, record -> {
            @Nullable SpecificRecord value = decoded(record);
            boolean compacted = isCompacted(configs.get(record.topic()));
            searches.forEach(search -> search.look(record, value, compacted));
        });
        return searches.stream().map(search -> search.found(configs)).toList();
    }

    private List<String> topics() {
        // Changelogs are no internal topics to the broker; its own (__consumer_offsets) have no users.
        return cluster
                .answer(cluster.admin()
                        .listTopics(new ListTopicsOptions().listInternal(false))
                        .names())
                .stream()
                .filter(name -> catalogue.containsKey(name) || isOfAnApp(name))
                .sorted()
                .toList();
    }

    private boolean isOfAnApp(String topic) {
        return applicationIds.stream().anyMatch(id -> topic.startsWith(id + "-"))
                && (topic.endsWith("-changelog") || topic.endsWith("-repartition"));
    }

    private Map<String, Config> configs(List<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> configs = new HashMap<>();
        cluster.answer(cluster.admin().describeConfigs(resources).all())
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    /** Null for what is no record of a contract, or cannot be read as one. */
    private @Nullable SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
        Deserializer<? extends SpecificRecord> deserializer = deserializers.get(record.topic());
        if (deserializer == null || record.value() == null) {
            return null;
        }
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return null;
        }
    }

    /** Whether a store's key or a topic's is a user's id, or may name one. */
    private boolean namesUsers(String topic) {
        TopicSpec spec = catalogue.get(topic);
        if (spec != null) {
            return spec.keying() == Keying.USER || spec.keying() == Keying.ANY;
        }
        return applicationIds.stream()
                .filter(id -> topic.startsWith(id + "-"))
                .map(id -> topic.substring(id.length() + 1).replaceFirst("-(changelog|repartition)$", ""))
                .noneMatch(OTHERS_STORES::contains);
    }

    private boolean isErasure(String topic) {
        return topic.equals(cluster.topics().erasuresValid().name()) || topic.endsWith("-" + HORIZONS + "-changelog");
    }

    private static boolean isCompacted(@Nullable Config config) {
        return text(config, TopicConfig.CLEANUP_POLICY_CONFIG).contains("compact");
    }

    private static String text(@Nullable Config config, String name) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    /** By when the settings of the topic remove records of that age. */
    private static String until(@Nullable Config config, Kind kind, long newestMs) {
        String policy = text(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (kind == Kind.IN_FORCE && !policy.contains("delete")) {
            return "the user is erased";
        }
        List<String> ways = new ArrayList<>(2);
        if (policy.contains("compact") && kind != Kind.IN_FORCE && kind != Kind.ERASURE) {
            long lag = number(config, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
            ways.add(
                    lag == Long.MAX_VALUE
                            ? "compaction, of which max.compaction.lag.ms says no time"
                            : "compaction: " + moment(newestMs, lag) + " and the next write to the partition");
        }
        if (policy.contains("delete")) {
            long retention = number(config, TopicConfig.RETENTION_MS_CONFIG);
            // A segment goes when its newest record is old enough.
            long segment = number(config, TopicConfig.SEGMENT_MS_CONFIG);
            ways.add(
                    retention < 0
                            ? "for ever: retention.ms is -1"
                            : "retention: " + moment(newestMs, retention) + ", at the latest "
                                    + Duration.ofMillis(segment).toDays() + " d later");
        }
        return ways.isEmpty() ? "the next compaction" : String.join("; or ", ways);
    }

    private static String moment(long fromMs, long laterMs) {
        return Instant.ofEpochMilli(fromMs + laterMs).toString();
    }

    private static long number(@Nullable Config config, String name) {
        String text = text(config, name);
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw CommandFailure.failed("the broker says " + name + "=" + text + ", which is no number", e);
        }
    }

    /** What is found of one user while everything is read. */
    private final class Search {

        private final String user;
        private final IdInBytes id;
        private final Map<TopicPartition, Map<Kind, Tally>> tallies =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        /** The newest record with the id of each key of a compacted partition, until a newer one has it no more. */
        private final Map<TopicPartition, Map<ByteBuffer, ConsumerRecord<byte[], byte[]>>> newest = new HashMap<>();

        private @Nullable Long erasedUntilMs;
        private @Nullable Long newestEventMs;

        Search(String user) {
            this.user = user;
            this.id = new IdInBytes(user);
        }

        void look(ConsumerRecord<byte[], byte[]> record, @Nullable SpecificRecord value, boolean compacted) {
            var partition = new TopicPartition(record.topic(), record.partition());
            boolean found = isIn(record, value);
            if (compacted && record.key() != null) {
                supersede(partition, record, found);
            } else if (found) {
                tally(partition, namesUsers(record.topic()) ? Kind.REMAINS : Kind.PERHAPS, record);
            }
            if (found && value instanceof Erasure erasure && isErasure(record.topic())) {
                Long until = erasure.getErasedUntilMs();
                erasedUntilMs = later(erasedUntilMs, until == null ? record.timestamp() : until);
            }
            if (id.is(record.key())
                    && record.topic()
                            .equals(cluster.topics().interactionsValid().name())) {
                newestEventMs =
                        later(newestEventMs, MillraceHeaders.firstAppendedMs(record.headers(), record.timestamp()));
            }
        }

        private void supersede(TopicPartition partition, ConsumerRecord<byte[], byte[]> record, boolean found) {
            Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> keys =
                    newest.computeIfAbsent(partition, unseen -> new HashMap<>());
            ConsumerRecord<byte[], byte[]> before = keys.remove(ByteBuffer.wrap(record.key()));
            if (before != null) {
                tally(partition, remnant(record.topic()), before);
            }
            if (found && record.value() != null) {
                keys.put(ByteBuffer.wrap(record.key()), record);
            } else if (found) {
                tally(partition, remnant(record.topic()), record);
            }
        }

        private Kind remnant(String topic) {
            return namesUsers(topic) ? Kind.REMAINS : Kind.PERHAPS;
        }

        private boolean isIn(ConsumerRecord<byte[], byte[]> record, @Nullable SpecificRecord value) {
            if (id.in(record.key()) || isBehindATurn(record)) {
                return true;
            }
            for (Header header : record.headers()) {
                if (id.in(header.value())) {
                    return true;
                }
            }
            return value == null ? id.in(record.value()) : isInside(value, "");
        }

        private boolean isBehindATurn(ConsumerRecord<byte[], byte[]> record) {
            byte[] key = record.key();
            return key != null
                    && key.length > 1
                    && record.topic().endsWith(TURN_AND_USER)
                    && id.is(Arrays.copyOfRange(key, 1, key.length));
        }

        /** A contract's own text that equals the id, but for the ids of items; and bytes that have it inside. */
        private boolean isInside(@Nullable Object value, String field) {
            if (value instanceof SpecificRecord inner) {
                for (Schema.Field each : inner.getSchema().getFields()) {
                    if (isInside(inner.get(each.pos()), each.name())) {
                        return true;
                    }
                }
                return false;
            }
            if (value instanceof Collection<?> list) {
                return list.stream().anyMatch(each -> isInside(each, field));
            }
            if (value instanceof Map<?, ?> map) {
                return map.values().stream().anyMatch(each -> isInside(each, field));
            }
            if (value instanceof ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                return id.in(copy);
            }
            if (field.startsWith("item") || field.equals("leftOut")) {
                return false;
            }
            return value instanceof CharSequence text
                    && (user.contentEquals(text) || id.in((" " + text + " ").getBytes(StandardCharsets.UTF_8)));
        }

        private void tally(TopicPartition partition, Kind kind, ConsumerRecord<byte[], byte[]> record) {
            Kind of = isErasure(partition.topic()) ? Kind.ERASURE : kind;
            tallies.computeIfAbsent(partition, unseen -> new TreeMap<>())
                    .computeIfAbsent(of, unseen -> new Tally())
                    .add(record);
        }

        Found found(Map<String, Config> configs) {
            newest.forEach((partition, keys) -> keys.values()
                    .forEach(record ->
                            tally(partition, namesUsers(partition.topic()) ? Kind.IN_FORCE : Kind.PERHAPS, record)));
            List<Trace> traces = new ArrayList<>();
            tallies.forEach((partition, kinds) -> kinds.forEach((kind, tally) -> traces.add(new Trace(
                    kind,
                    partition.topic(),
                    partition.partition(),
                    tally.records,
                    tally.first,
                    tally.last,
                    tally.newestMs,
                    until(configs.get(partition.topic()), kind, tally.newestMs)))));
            return new Found(user, erasedUntilMs, newestEventMs, traces);
        }

        private static Long later(@Nullable Long known, long ms) {
            return known == null ? ms : Math.max(known, ms);
        }
    }

    /** Records of one kind in one partition. */
    private static final class Tally {
        private long records;
        private long first = Long.MAX_VALUE;
        private long last = -1;
        private long newestMs;

        void add(ConsumerRecord<byte[], byte[]> record) {
            records++;
            first = Math.min(first, record.offset());
            last = Math.max(last, record.offset());
            newestMs = Math.max(newestMs, record.timestamp());
        }
    }
}
