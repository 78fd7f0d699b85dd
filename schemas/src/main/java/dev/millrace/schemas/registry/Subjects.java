package dev.millrace.schemas.registry;

import dev.millrace.schemas.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What a registry knows, wherever it is kept: the rules of versions, ids and levels. Not safe for several threads. */
final class Subjects {

    private final Map<Integer, Schema> byId = new LinkedHashMap<>();
    private final Map<Schema, Integer> ids = new LinkedHashMap<>();
    private final Map<String, List<RegisteredSchema>> subjects = new TreeMap<>();
    private final Map<String, Compatibility> levels = new TreeMap<>();
    private Compatibility defaultLevel;

    /** @param defaultLevel of subjects without a level of their own */
    Subjects(Compatibility defaultLevel) {
        this.defaultLevel = defaultLevel;
    }

    Subjects copy() {
        var copy = new Subjects(defaultLevel);
        all().forEach(copy::add);
        copy.levels.putAll(levels);
        return copy;
    }

    void add(RegisteredSchema schema) {
        ids.put(schema.schema(), schema.id());
        byId.put(schema.id(), schema.schema());
        subjects.computeIfAbsent(schema.subject(), s -> new ArrayList<>()).add(schema);
    }

    /** The schema as it would be registered next under the subject. @param newId its id unless it has one already */
    RegisteredSchema next(String subject, Schema schema, int newId) {
        return new RegisteredSchema(subject, of(subject).size() + 1, ids.getOrDefault(schema, newId), schema);
    }

    Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        return of(subject).stream().filter(r -> r.schema().equals(schema)).findFirst();
    }

    Optional<Schema> schema(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** How many different schemas there are. */
    int size() {
        return byId.size();
    }

    Optional<RegisteredSchema> latest(String subject) {
        List<RegisteredSchema> versions = of(subject);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    Optional<RegisteredSchema> version(String subject, int version) {
        return of(subject).stream().filter(r -> r.version() == version).findFirst();
    }

    List<Integer> versions(String subject) {
        return of(subject).stream().map(RegisteredSchema::version).toList();
    }

    List<String> names() {
        return List.copyOf(subjects.keySet());
    }

    /** Every version of every subject; those of a subject oldest first. */
    List<RegisteredSchema> all() {
        return subjects.values().stream().flatMap(List::stream).toList();
    }

    /** Everywhere the schema with this id is used. */
    List<RegisteredSchema> uses(int id) {
        return all().stream().filter(r -> r.id() == id).toList();
    }

    /** @param subject null: for all subjects without their own */
    void setLevel(@Nullable String subject, Compatibility level) {
        if (subject == null) {
            defaultLevel = level;
        } else {
            levels.put(subject, level);
        }
    }

    Compatibility defaultLevel() {
        return defaultLevel;
    }

    /** The subject's own level; empty when the default holds. */
    Optional<Compatibility> ownLevel(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    Compatibility level(String subject) {
        return levels.getOrDefault(subject, defaultLevel);
    }

    /** What the subject's level has against the schema; empty: nothing. */
    List<String> objections(String subject, Schema schema) {
        return level(subject)
                .objections(
                        schema,
                        of(subject).stream().map(RegisteredSchema::schema).toList());
    }

    /** @throws RegistryException when the subject's level does not admit the schema */
    void refuseIncompatible(String subject, Schema schema) {
        List<String> objections = objections(subject, schema);
        if (!objections.isEmpty()) {
            throw new RegistryException(
                    Kind.INCOMPATIBLE,
                    "Schema " + schema.getFullName() + " is not " + level(subject) + " compatible with subject "
                            + subject + ": " + objections);
        }
    }

    private List<RegisteredSchema> of(String subject) {
        return subjects.getOrDefault(subject, List.of());
    }
}
