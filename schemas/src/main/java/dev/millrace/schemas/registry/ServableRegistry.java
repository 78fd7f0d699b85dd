package dev.millrace.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry that is this process's own, so that {@link RegistryHttpServer} can serve it. */
public interface ServableRegistry extends SchemaRegistry {

    /** The schema with this id; empty when there is none. */
    Optional<Schema> find(int id);

    /** Everywhere the schema with this id is used; empty when there is none. */
    List<RegisteredSchema> uses(int id);

    /** What the subject's level has against the schema; empty: nothing. */
    List<String> objections(String subject, Schema schema);

    /** The subject's own level; empty when the default holds. */
    Optional<Compatibility> ownCompatibility(String subject);

    /** The level of subjects without their own. */
    Compatibility defaultCompatibility();

    void setDefaultCompatibility(Compatibility level);
}
