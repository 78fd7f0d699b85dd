package dev.millrace.schemas.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Keeps the versions of each subject's schema and gives every distinct schema one id. Safe for use by many threads.
 *
 * <p>Every method throws {@link RegistryException} when the registry refuses or cannot be asked; its kind tells which.
 */
public interface SchemaRegistry extends AutoCloseable {

    /** Registers the schema unless the subject has it already. @return its id */
    int register(String subject, Schema schema);

    /**
     * Registers one schema for each subject that lacks it.
     *
     * @param level set for a subject before its first version, so that no other rule ever admits a second one
     * @return the ids by subject
     */
    default Map<String, Integer> registerAll(Map<String, Schema> schemas, Compatibility level) {
        var ids = new LinkedHashMap<String, Integer>();
        schemas.forEach((subject, schema) -> {
            if (versions(subject).isEmpty()) {
                setCompatibility(subject, level);
            }
            ids.put(subject, register(subject, schema));
        });
        return ids;
    }

    /** Finds a schema that the subject must already have. @return empty when it has not */
    Optional<RegisteredSchema> lookup(String subject, Schema schema);

    /** The schema with this id; {@link RegistryException.Kind#NOT_FOUND} when there is none. */
    Schema schema(int id);

    /** The subject's newest version; empty for an unknown subject. */
    Optional<RegisteredSchema> latest(String subject);

    /** One version of the subject; empty when there is none. */
    Optional<RegisteredSchema> version(String subject, int version);

    /** The subject's versions, oldest first; empty for an unknown subject. */
    List<Integer> versions(String subject);

    List<String> subjects();

    /** Whether the subject's compatibility level admits the schema; true for an unknown subject. */
    boolean compatible(String subject, Schema schema);

    void setCompatibility(String subject, Compatibility level);

    /** The level that holds for the subject, its own or the registry's default. */
    Compatibility compatibility(String subject);

    /** How many of the registry's own records could not be read and were passed over. */
    default long skippedRecords() {
        return 0;
    }

    /** Lets connections go; a registry that is asked again opens them again. */
    @Override
    default void close() {}
}
