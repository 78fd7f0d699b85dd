package dev.millrace.schemas.registry;

import dev.millrace.schemas.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** A registry in this process, shared by everybody who names the same {@code mock://scope}. */
public final class InProcessRegistry implements SchemaRegistry {

    /** Scheme of the addresses that mean a registry in this process. */
    public static final String SCHEME = "mock://";

    private static final Map<String, InProcessRegistry> SCOPES = new ConcurrentHashMap<>();

    private final Map<Integer, Schema> byId = new LinkedHashMap<>();
    private final Map<Schema, Integer> ids = new LinkedHashMap<>();
    private final Map<String, List<RegisteredSchema>> subjects = new TreeMap<>();
    private final Map<String, Compatibility> levels = new TreeMap<>();
    private Compatibility defaultLevel = Compatibility.BACKWARD;

    InProcessRegistry() {}

    /** The registry of this scope, made at the first call. */
    public static InProcessRegistry scope(String scope) {
        return SCOPES.computeIfAbsent(scope, name -> new InProcessRegistry());
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        Optional<RegisteredSchema> known = lookup(subject, schema);
        if (known.isPresent()) {
            return known.get().id();
        }
        List<String> objections = compatibility(subject).objections(schema, schemas(subject));
        if (!objections.isEmpty()) {
            throw new RegistryException(
                    Kind.INCOMPATIBLE,
                    "Schema " + schema.getFullName() + " is not " + compatibility(subject) + " compatible with subject "
                            + subject + ": " + objections);
        }
        return add(subject, schema);
    }

    private int add(String subject, Schema schema) {
        int id = ids.computeIfAbsent(schema, s -> ids.size() + 1);
        byId.put(id, schema);
        List<RegisteredSchema> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
        versions.add(new RegisteredSchema(subject, versions.size() + 1, id, schema));
        return id;
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
        return compatibility(subject).objections(schema, schemas(subject)).isEmpty();
    }

    @Override
    public synchronized void setCompatibility(String subject, Compatibility level) {
        levels.put(subject, level);
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
