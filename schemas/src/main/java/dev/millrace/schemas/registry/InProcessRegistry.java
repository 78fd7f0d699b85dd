package dev.millrace.schemas.registry;

import dev.millrace.schemas.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A registry in this process, shared by everybody who names the same {@code mock://scope}. */
public final class InProcessRegistry implements SchemaRegistry {

    /** Scheme of the addresses that mean a registry in this process. */
    public static final String SCHEME = "mock://";

    private static final Map<String, InProcessRegistry> SCOPES = new ConcurrentHashMap<>();

    private final Map<Integer, Schema> byId = new LinkedHashMap<>();
    private final Map<Schema, Integer> ids = new LinkedHashMap<>();
    private final Map<String, List<RegisteredSchema>> subjects = new TreeMap<>();
    private final Map<String, Compatibility> levels = new TreeMap<>();
    private final @Nullable RegistryFile file;
    private Compatibility defaultLevel = Compatibility.BACKWARD;

    InProcessRegistry() {
        this(null);
    }

    private InProcessRegistry(@Nullable RegistryFile file) {
        this.file = file;
    }

    /** The registry of this scope, made at the first call. */
    public static InProcessRegistry scope(String scope) {
        return SCOPES.computeIfAbsent(scope, name -> new InProcessRegistry());
    }

    /**
     * Binds the scope to a registry that is kept in a file, so that ids outlive the process.
     *
     * @param path read if it exists, and written whole before any change is answered
     */
    public static InProcessRegistry scope(String scope, Path path) {
        var file = new RegistryFile(path);
        var registry = new InProcessRegistry(file);
        file.load(registry::add, registry.levels::put);
        SCOPES.put(scope, registry);
        return registry;
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        Optional<RegisteredSchema> known = lookup(subject, schema);
        if (known.isPresent()) {
            return known.get().id();
        }
        List<String> objections = objections(subject, schema);
        if (!objections.isEmpty()) {
            throw new RegistryException(
                    Kind.INCOMPATIBLE,
                    "Schema " + schema.getFullName() + " is not " + compatibility(subject) + " compatible with subject "
                            + subject + ": " + objections);
        }
        int id = ids.getOrDefault(schema, ids.size() + 1);
        var registered = new RegisteredSchema(subject, of(subject).size() + 1, id, schema);
        save(registered, levels);
        add(registered);
        return id;
    }

    private void add(RegisteredSchema schema) {
        ids.put(schema.schema(), schema.id());
        byId.put(schema.id(), schema.schema());
        subjects.computeIfAbsent(schema.subject(), s -> new ArrayList<>()).add(schema);
    }

    /** Before the change is made: one that cannot be kept does not happen. */
    private void save(@Nullable RegisteredSchema next, Map<String, Compatibility> nextLevels) {
        if (file != null) {
            var all = new ArrayList<RegisteredSchema>();
            subjects.values().forEach(all::addAll);
            if (next != null) {
                all.add(next);
            }
            file.save(all, nextLevels);
        }
    }

    @Override
    public synchronized Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        return of(subject).stream().filter(r -> r.schema().equals(schema)).findFirst();
    }

    @Override
    public synchronized Schema schema(int id) {
        Schema schema = byId.get(id);
        if (schema == null) {
            throw new RegistryException(Kind.NOT_FOUND, "No schema has the id " + id);
        }
        return schema;
    }

    @Override
    public synchronized Optional<RegisteredSchema> latest(String subject) {
        List<RegisteredSchema> versions = of(subject);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    @Override
    public synchronized Optional<RegisteredSchema> version(String subject, int version) {
        return of(subject).stream().filter(r -> r.version() == version).findFirst();
    }

    @Override
    public synchronized List<Integer> versions(String subject) {
        return of(subject).stream().map(RegisteredSchema::version).toList();
    }

    @Override
    public synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    @Override
    public synchronized boolean compatible(String subject, Schema schema) {
        return objections(subject, schema).isEmpty();
    }

    @Override
    public synchronized void setCompatibility(String subject, Compatibility level) {
        var next = new TreeMap<>(levels);
        next.put(subject, level);
        save(null, next);
        levels.put(subject, level);
    }

    /** The level of subjects without their own; not kept in the file. */
    public synchronized void setDefaultCompatibility(Compatibility level) {
        defaultLevel = level;
    }

    public synchronized Compatibility defaultCompatibility() {
        return defaultLevel;
    }

    /** The subject's own level; empty when the default holds. */
    synchronized Optional<Compatibility> ownCompatibility(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    /** Everywhere the schema with this id is used. */
    synchronized List<RegisteredSchema> uses(int id) {
        return subjects.values().stream()
                .flatMap(List::stream)
                .filter(r -> r.id() == id)
                .toList();
    }

    /** What the subject's level has against the schema; empty: nothing. */
    synchronized List<String> objections(String subject, Schema schema) {
        return compatibility(subject).objections(schema, schemas(subject));
    }

    @Override
    public synchronized Compatibility compatibility(String subject) {
        return levels.getOrDefault(subject, defaultLevel);
    }

    private List<Schema> schemas(String subject) {
        return of(subject).stream().map(RegisteredSchema::schema).toList();
    }

    private List<RegisteredSchema> of(String subject) {
        return subjects.getOrDefault(subject, List.of());
    }
}
