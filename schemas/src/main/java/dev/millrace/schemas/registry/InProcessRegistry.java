package dev.millrace.schemas.registry;

import dev.millrace.schemas.registry.RegistryException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** A registry in the memory of this process, shared by everybody who names the same {@code mock://scope}. */
public final class InProcessRegistry implements ServableRegistry {

    /** Scheme of the addresses that mean a registry in this process. */
    public static final String SCHEME = "mock://";

    private static final Map<String, InProcessRegistry> SCOPES = new ConcurrentHashMap<>();

    private final Subjects content = new Subjects(Compatibility.BACKWARD);

    InProcessRegistry() {}

    /** The registry of this scope, made at the first call. */
    public static InProcessRegistry scope(String scope) {
        return SCOPES.computeIfAbsent(scope, name -> new InProcessRegistry());
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        Optional<RegisteredSchema> known = content.lookup(subject, schema);
        if (known.isPresent()) {
            return known.get().id();
        }
        content.refuseIncompatible(subject, schema);
        RegisteredSchema next = content.next(subject, schema, content.size() + 1);
        content.add(next);
        return next.id();
    }

    @Override
    public synchronized Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        return content.lookup(subject, schema);
    }

    @Override
    public synchronized Schema schema(int id) {
        return find(id).orElseThrow(() -> new RegistryException(Kind.NOT_FOUND, "No schema has the id " + id));
    }

    @Override
    public synchronized Optional<Schema> find(int id) {
        return content.schema(id);
    }

    @Override
    public synchronized Optional<RegisteredSchema> latest(String subject) {
        return content.latest(subject);
    }

    @Override
    public synchronized Optional<RegisteredSchema> version(String subject, int version) {
        return content.version(subject, version);
    }

    @Override
    public synchronized List<Integer> versions(String subject) {
        return content.versions(subject);
    }

    @Override
    public synchronized List<String> subjects() {
        return content.names();
    }

    @Override
    public synchronized boolean compatible(String subject, Schema schema) {
        return content.objections(subject, schema).isEmpty();
    }

    @Override
    public synchronized void setCompatibility(String subject, Compatibility level) {
        content.setLevel(subject, level);
    }

    @Override
    public synchronized Compatibility compatibility(String subject) {
        return content.level(subject);
    }

    @Override
    public synchronized void setDefaultCompatibility(Compatibility level) {
        content.setLevel(null, level);
    }

    @Override
    public synchronized Compatibility defaultCompatibility() {
        return content.defaultLevel();
    }

    @Override
    public synchronized Optional<Compatibility> ownCompatibility(String subject) {
        return content.ownLevel(subject);
    }

    @Override
    public synchronized List<RegisteredSchema> uses(int id) {
        return content.uses(id);
    }

    @Override
    public synchronized List<String> objections(String subject, Schema schema) {
        return content.objections(subject, schema);
    }
}
