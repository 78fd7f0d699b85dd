package dev.millrace.schemas;

import dev.millrace.schemas.registry.Compatibility;
import dev.millrace.schemas.registry.RegisteredSchema;
import dev.millrace.schemas.registry.RegistryException;
import dev.millrace.schemas.registry.RegistryException.Kind;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Decides under which registered schema a topic's values are written. */
final class WriterSchemas {

    /** What Confluent's settings {@code auto.register.schemas} and {@code use.latest.version} come to. */
    enum Mode {
        /** Register our schema if the subject lacks it. */
        REGISTER,
        /** Our schema must be there already. */
        LOOK_UP,
        /** Write with the subject's newest schema, whatever ours is. */
        LATEST;

        static Mode of(Map<String, ?> settings) {
            boolean latest = flag(settings, "use.latest.version", false);
            return flag(settings, "auto.register.schemas", !latest) ? REGISTER : latest ? LATEST : LOOK_UP;
        }

        private static boolean flag(Map<String, ?> settings, String key, boolean fallback) {
            Object value = settings.get(key);
            String text = value == null ? "" : value.toString().trim();
            return switch (text) {
                case "" -> fallback;
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(key + " must be true or false, was '" + text + "'");
            };
        }
    }

    /** A schema to write with, and its id. */
    record Writer(int id, Schema schema) {}

    private final SchemaRegistry registry;
    private final Mode mode;

    WriterSchemas(SchemaRegistry registry, Mode mode) {
        this.registry = registry;
        this.mode = mode;
    }

    /** @param schema as the generated class has it */
    Writer forTopic(String topic, Schema schema) {
        String subject = WireFormat.subject(topic);
        Schema ours = Contracts.withoutJavaProperties(schema);
        try {
            return switch (mode) {
                case REGISTER -> new Writer(register(subject, ours), schema);
                case LOOK_UP -> new Writer(lookUp(subject, ours), schema);
                case LATEST -> latest(subject, ours, schema);
            };
        } catch (RegistryException e) {
            if (e.isRegistryAtFault()) {
                throw e;
            }
            // Whatever the registry objects to, it is our schema and no record: every other one would fail as well.
            throw new RegistryException(
                    Kind.UNWRITABLE,
                    "Subject " + subject + " does not admit this version of " + ours.getFullName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private int register(String subject, Schema ours) {
        return registry.registerAll(Map.of(subject, ours), Compatibility.FULL_TRANSITIVE)
                .values()
                .iterator()
                .next();
    }

    private int lookUp(String subject, Schema ours) {
        return registry.lookup(subject, ours).map(RegisteredSchema::id).orElseThrow(() -> missing(subject, ours));
    }

    private Writer latest(String subject, Schema ours, Schema schema) {
        Optional<RegisteredSchema> latest = registry.latest(subject);
        RegisteredSchema found = latest.orElseThrow(() -> missing(subject, ours));
        return new Writer(found.id(), found.schema().equals(ours) ? schema : found.schema());
    }

    private static RegistryException missing(String subject, Schema ours) {
        return new RegistryException(
                Kind.UNWRITABLE,
                "Subject " + subject + " does not have this version of " + ours.getFullName()
                        + "; run 'millrace topics apply' or set auto.register.schemas=true");
    }
}
