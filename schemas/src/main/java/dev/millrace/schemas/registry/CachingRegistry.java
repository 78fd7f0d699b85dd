package dev.millrace.schemas.registry;

import dev.millrace.schemas.registry.RegistryException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Remembers what can never change: a schema's id and an id's schema.
 *
 * <p>Ids that nobody knows are remembered for a while too: random bytes that look like a record's prefix must not turn
 * into a request each. Not for long: a registry's follower may learn of a new schema a moment late.
 */
final class CachingRegistry implements SchemaRegistry {

    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);
    private static final int MOST_UNKNOWN = 10_000;

    private record Key(String subject, Schema schema) {}

    private final SchemaRegistry registry;
    private final Clock clock;
    private final Map<Key, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Integer, Instant> unknown = new ConcurrentHashMap<>();

    CachingRegistry(SchemaRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public int register(String subject, Schema schema) {
        return ids.computeIfAbsent(new Key(subject, schema), key -> registry.register(subject, schema));
    }

    @Override
    public Map<String, Integer> registerAll(Map<String, Schema> schemas, Compatibility level) {
        return registry.registerAll(schemas, level);
    }

    @Override
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        return known != null ? known : schemas.computeIfAbsent(id, this::fetch);
    }

    private Schema fetch(int id) {
        Instant missed = unknown.get(id);
        if (missed != null && clock.instant().isBefore(missed.plus(UNKNOWN_FOR))) {
            throw new RegistryException(Kind.NOT_FOUND, "No schema had the id " + id + " at " + missed);
        }
        try {
            return registry.schema(id);
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                remember(id);
            }
            throw e;
        }
    }

    private void remember(int id) {
        if (unknown.size() >= MOST_UNKNOWN) {
            unknown.clear();
        }
        unknown.put(id, clock.instant());
    }

    @Override
    public Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        return registry.lookup(subject, schema);
    }

    @Override
    public Optional<RegisteredSchema> latest(String subject) {
        return registry.latest(subject);
    }

    @Override
    public Optional<RegisteredSchema> version(String subject, int version) {
        return registry.version(subject, version);
    }

    @Override
    public List<Integer> versions(String subject) {
        return registry.versions(subject);
    }

    @Override
    public List<String> subjects() {
        return registry.subjects();
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        return registry.compatible(subject, schema);
    }

    @Override
    public void setCompatibility(String subject, Compatibility level) {
        registry.setCompatibility(subject, level);
    }

    @Override
    public Compatibility compatibility(String subject) {
        return registry.compatibility(subject);
    }

    @Override
    public long skippedRecords() {
        return registry.skippedRecords();
    }

    @Override
    public void close() {
        registry.close();
    }
}
