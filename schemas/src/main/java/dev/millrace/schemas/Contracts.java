package dev.millrace.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.registry.Compatibility;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** The schemas of all topics, to be registered before anything writes. */
public final class Contracts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_STRING = "avro.java.string";

    private Contracts() {}

    /** Every subject with the schema that this version of Millrace writes. */
    public static Map<String, Schema> of(Topics topics) {
        var schemas = new LinkedHashMap<String, Schema>();
        for (TopicSpec spec : topics.specs()) {
            spec.schema().ifPresent(s -> schemas.put(WireFormat.subject(spec.name()), withoutJavaProperties(s)));
        }
        return schemas;
    }

    /**
     * Registers every schema with FULL_TRANSITIVE compatibility; does nothing where it is there already.
     *
     * @return the ids by subject
     */
    public static Map<String, Integer> register(SchemaRegistry registry, Topics topics) {
        return registry.registerAll(of(topics), Compatibility.FULL_TRANSITIVE);
    }

    /**
     * What keeps values from being written.
     *
     * @param specs topics whose schemas are wanted
     * @return one sentence for each that the registry lacks; empty when all are there
     */
    public static List<String> missing(SchemaRegistry registry, Collection<TopicSpec> specs) {
        var missing = new ArrayList<String>();
        for (TopicSpec spec : specs) {
            String subject = WireFormat.subject(spec.name());
            spec.schema()
                    .map(Contracts::withoutJavaProperties)
                    .filter(ours -> registry.lookup(subject, ours).isEmpty())
                    .ifPresent(ours -> missing.add(missing(registry, subject, ours)));
        }
        return missing;
    }

    private static String missing(SchemaRegistry registry, String subject, Schema ours) {
        if (registry.latest(subject).isEmpty()) {
            return subject + " is not there";
        }
        return registry.compatible(subject, ours)
                ? subject + " lacks this version of " + ours.getName()
                : subject + " has versions that " + registry.compatibility(subject)
                        + " keeps apart from this version of " + ours.getName();
    }

    /**
     * The schema as its .avsc file has it: generated classes add how Java holds strings, which no other reader needs
     * and which would make the schema differ from the one that other tools register.
     */
    static Schema withoutJavaProperties(Schema schema) {
        try {
            JsonNode json = JSON.readTree(schema.toString());
            strip(json);
            return new Schema.Parser().parse(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro printed a schema that is not JSON", e);
        }
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(JAVA_STRING);
        }
        node.forEach(Contracts::strip);
    }
}
