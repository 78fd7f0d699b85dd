package dev.millrace.schemas.registry;

import dev.millrace.schemas.registry.RegistryException.Kind;
import dev.millrace.schemas.registry.SchemaLog.Entry;
import dev.millrace.schemas.registry.SchemaRecord.Level;
import dev.millrace.schemas.registry.SchemaRecord.Proposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that is nothing but a topic: {@code schema.registry.url=kafka:}.
 *
 * <p>Whoever wants a schema registered appends a proposal. Every reader goes through the log from its beginning and
 * decides each record by what stands before it, so all come to the same: the first of equal proposals counts, one that
 * the subject's level does not admit is passed over, and so is what cannot be read. A new schema's id is its record's
 * offset plus one: ids follow the order of the log, and one record that two versions of this class judge differently
 * does not move the ids of the others.
 *
 * <p>What is known never changes and is answered from memory. Before anything else is answered, the log is read to its
 * end. What was known once must still be there: an emptied or replaced topic is an error, not an empty registry.
 */
public final class KafkaRegistry implements ServableRegistry {

    /** The address that means the topic of the pipeline's prefix. */
    public static final String SCHEME = "kafka:";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRegistry.class);

    private final String topic;
    private final long timeLimitNanos;
    private final SchemaLog log;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile View view = View.NOTHING;
    // Of the latest read; guarded by the lock but for the counts, which tell a waiting thread that it need not read.
    private volatile long begun;
    private @Nullable RuntimeException failure;

    /** The log as far as it was read. @param last offset of the last record; -1: none yet */
    private record View(Subjects subjects, long last, byte @Nullable [] lastValue, long skipped) {
        static final View NOTHING = new View(new Subjects(Compatibility.FULL_TRANSITIVE), -1, null, 0);
    }

    private KafkaRegistry(String topic, Duration timeLimit, Map<String, ?> client) {
        this.topic = topic;
        this.timeLimitNanos = timeLimit.toNanos();
        this.log = new SchemaLog(topic, client, timeLimit);
    }

    /** Whether these settings mean a registry in a topic. */
    public static boolean isMeant(Map<String, ?> settings) {
        return RegistrySettings.text(settings, RegistrySettings.URL).orElse("").startsWith(SCHEME);
    }

    /**
     * Asks nothing yet.
     *
     * @param settings {@code schema.registry.url}, {@code topics.prefix} unless it is {@code recs}, and those of
     *     Kafka's clients, {@code bootstrap.servers} at least
     */
    public static KafkaRegistry open(Map<String, ?> settings) {
        if (RegistrySettings.text(settings, "bootstrap.servers").isEmpty()) {
            throw new IllegalArgumentException(
                    "bootstrap.servers is missing; " + RegistrySettings.URL + "=" + SCHEME + " needs it");
        }
        return new KafkaRegistry(topic(settings), RegistrySettings.timeLimit(settings), Map.copyOf(settings));
    }

    /** The topic that these settings mean. */
    public static String topic(Map<String, ?> settings) {
        String url = RegistrySettings.text(settings, RegistrySettings.URL).orElse(SCHEME);
        if (!url.trim().equals(SCHEME)) {
            throw new IllegalArgumentException(RegistrySettings.URL + "=" + SCHEME + " takes nothing behind it, was '"
                    + url + "'; the topic follows topics.prefix");
        }
        return topic(RegistrySettings.text(settings, "topics.prefix").orElse("recs"));
    }

    /** The registry's topic under a prefix. */
    public static String topic(String prefix) {
        return prefix + ".schemas.v1";
    }

    @Override
    public int register(String subject, Schema schema) {
        Optional<RegisteredSchema> known = view.subjects().lookup(subject, schema);
        return known.isPresent()
                ? known.get().id()
                : propose(Map.of(subject, schema), null).getOrDefault(subject, 0);
    }

    /** All in one go: one read, one producer, one read. */
    @Override
    public Map<String, Integer> registerAll(Map<String, Schema> schemas, Compatibility level) {
        return propose(schemas, level);
    }

    /** @param level of new subjects; null: the default */
    private Map<String, Integer> propose(Map<String, Schema> schemas, @Nullable Compatibility level) {
        Subjects before = fresh();
        var proposals = new ArrayList<SchemaRecord>();
        schemas.forEach((subject, schema) -> {
            if (before.lookup(subject, schema).isEmpty()) {
                before.refuseIncompatible(subject, schema);
                if (level != null && before.versions(subject).isEmpty()) {
                    proposals.add(new Level(subject, level));
                }
                proposals.add(new Proposal(subject, schema));
            }
        });
        if (!proposals.isEmpty()) {
            append(proposals, "register " + String.join(", ", schemas.keySet()));
        }
        Subjects decided = proposals.isEmpty() ? before : fresh();
        var ids = new LinkedHashMap<String, Integer>();
        schemas.forEach((subject, schema) -> ids.put(subject, decided(decided, subject, schema)));
        return ids;
    }

    private int decided(Subjects subjects, String subject, Schema schema) {
        return subjects.lookup(subject, schema).map(RegisteredSchema::id).orElseGet(() -> {
            subjects.refuseIncompatible(subject, schema); // somebody else's proposal came before
            throw new RegistryException(Kind.GARBAGE, "The topic " + topic + " lost a proposal for " + subject);
        });
    }

    @Override
    public void setCompatibility(String subject, Compatibility level) {
        if (!fresh().ownLevel(subject).equals(Optional.of(level))) {
            append(List.of(new Level(subject, level)), "set the compatibility of " + subject);
        }
    }

    @Override
    public void setDefaultCompatibility(Compatibility level) {
        if (fresh().defaultLevel() != level) {
            append(List.of(new Level(null, level)), "set the default compatibility");
        }
    }

    private void append(List<SchemaRecord> records, String purpose) {
        try {
            log.append(records);
        } catch (KafkaException e) {
            throw explained(e, "The topic " + topic + " did not take what should " + purpose);
        }
    }

    @Override
    public Schema schema(int id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    private RegistryException missing(int id) {
        // Whoever wrote the record had a registry: an empty one was emptied, or is another one, and says nothing of it.
        return view.subjects().size() == 0
                ? new RegistryException(
                        Kind.GARBAGE,
                        "The topic " + topic + " holds no schema at all, a record has the id " + id
                                + "; run 'millrace topics apply', and see that schema.registry.url is right")
                : new RegistryException(Kind.NOT_FOUND, "No schema in the topic " + topic + " has the id " + id);
    }

    @Override
    public Optional<Schema> find(int id) {
        return knownOrFresh(subjects -> subjects.schema(id));
    }

    @Override
    public Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        return knownOrFresh(subjects -> subjects.lookup(subject, schema));
    }

    @Override
    public Optional<RegisteredSchema> version(String subject, int version) {
        return knownOrFresh(subjects -> subjects.version(subject, version));
    }

    private <T> Optional<T> knownOrFresh(Function<Subjects, Optional<T>> answer) {
        Optional<T> known = answer.apply(view.subjects());
        return known.isPresent() ? known : answer.apply(fresh());
    }

    @Override
    public Optional<RegisteredSchema> latest(String subject) {
        return fresh().latest(subject);
    }

    @Override
    public List<Integer> versions(String subject) {
        return fresh().versions(subject);
    }

    @Override
    public List<String> subjects() {
        return fresh().names();
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        return objections(subject, schema).isEmpty();
    }

    @Override
    public List<String> objections(String subject, Schema schema) {
        return fresh().objections(subject, schema);
    }

    @Override
    public Compatibility compatibility(String subject) {
        return fresh().level(subject);
    }

    @Override
    public Optional<Compatibility> ownCompatibility(String subject) {
        return fresh().ownLevel(subject);
    }

    @Override
    public Compatibility defaultCompatibility() {
        return fresh().defaultLevel();
    }

    @Override
    public List<RegisteredSchema> uses(int id) {
        return fresh().uses(id);
    }

    /** How many records of the topic could not be read and were passed over. */
    @Override
    public long skippedRecords() {
        return view.skipped();
    }

    @Override
    public void close() {
        reading.lock();
        try {
            log.close();
        } finally {
            reading.unlock();
        }
    }

    /** What is known after everything has been read that was appended before this call. */
    private Subjects fresh() {
        long before = begun;
        if (!acquired()) {
            throw new RegistryException(
                    Kind.UNAVAILABLE, "The topic " + topic + " could not be read in time (" + limit() + ")");
        }
        try {
            if (begun == before) {
                readOn();
            } else if (failure != null) {
                throw failure; // of a read that began after this call: another one would take as long
            }
            return view.subjects();
        } finally {
            reading.unlock();
        }
    }

    private boolean acquired() {
        try {
            return reading.tryLock(timeLimitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by the holder of the lock alone
    private void readOn() {
        begun++;
        try {
            failure = null;
            view = continued(view);
        } catch (InterruptException e) {
            begun--; // nobody else was interrupted: those who wait read for themselves
            throw e;
        } catch (RegistryException e) {
            failure = e;
            throw e;
        } catch (KafkaException e) {
            failure = explained(e, "The topic " + topic + " cannot be read");
            throw failure;
        }
    }

    /** From the last known record on: it must still be what it was, else this is another log. */
    private View continued(View known) {
        if (known.last() >= 0) {
            List<Entry> tail = log.read(known.last());
            if (!tail.isEmpty()
                    && tail.get(0).offset() == known.last()
                    && Arrays.equals(tail.get(0).value(), known.lastValue())) {
                return tail.size() == 1 ? known : extended(known, tail.subList(1, tail.size()));
            }
        }
        long begin = log.begin();
        if (begin > 0) {
            throw lost("it begins at offset " + begin + ", its first records were deleted");
        }
        View all = extended(View.NOTHING, log.read(0));
        for (RegisteredSchema schema : known.subjects().all()) {
            if (!all.subjects().version(schema.subject(), schema.version()).equals(Optional.of(schema))) {
                throw lost("version " + schema.version() + " of " + schema.subject() + " with id " + schema.id()
                        + " is not there any more");
            }
        }
        return all;
    }

    private RegistryException lost(String what) {
        return new RegistryException(
                Kind.GARBAGE,
                "The topic " + topic + " is no longer the schema registry that it was: " + what
                        + "; restore it with its offsets, see docs/operations.md");
    }

    private View extended(View known, List<Entry> entries) {
        Subjects subjects = known.subjects().copy();
        View next = known;
        long skipped = known.skipped();
        for (Entry entry : entries) {
            if (!decide(subjects, entry)) {
                skipped++;
            }
            next = new View(subjects, entry.offset(), entry.value(), skipped);
        }
        return next;
    }

    /** @return whether the record could be read, refused or not */
    private boolean decide(Subjects subjects, Entry entry) {
        try {
            SchemaRecord asked = SchemaRecord.parse(entry.value());
            if (asked instanceof Proposal proposal) {
                admit(subjects, proposal, Math.toIntExact(entry.offset() + 1));
            } else if (asked instanceof Level level) {
                subjects.setLevel(level.subject(), level.level());
            }
            return true;
        } catch (IllegalArgumentException | ArithmeticException e) {
            LOG.warn("The record at offset {} of {} is passed over: {}", entry.offset(), topic, e.getMessage());
            return false;
        }
    }

    private void admit(Subjects subjects, Proposal proposal, int id) {
        String subject = proposal.subject();
        Schema schema = proposal.schema();
        if (subjects.lookup(subject, schema).isPresent()) {
            return;
        }
        List<String> objections = subjects.objections(subject, schema);
        if (objections.isEmpty()) {
            subjects.add(subjects.next(subject, schema, id));
        } else {
            LOG.warn("{} holds a refused schema for {}, offset {}: {}", topic, subject, id - 1, objections);
        }
    }

    private RegistryException explained(KafkaException e, String what) {
        if (e instanceof UnknownTopicOrPartitionException) {
            return unavailable("There is no topic " + topic + "; run 'millrace topics apply'", e);
        }
        if (e instanceof AuthorizationException || e instanceof AuthenticationException) {
            return new RegistryException(Kind.UNAUTHORIZED, what + ": " + e.getMessage(), e);
        }
        if (e instanceof RecordTooLargeException) {
            return new RegistryException(Kind.INVALID, what + ": " + e.getMessage(), e);
        }
        return unavailable(what + " (" + limit() + "): " + e.getMessage(), e);
    }

    private String limit() {
        return RegistrySettings.TIME_LIMIT + "=" + TimeUnit.NANOSECONDS.toMillis(timeLimitNanos);
    }

    private static RegistryException unavailable(String message, KafkaException cause) {
        return new RegistryException(Kind.UNAVAILABLE, message, cause);
    }
}
