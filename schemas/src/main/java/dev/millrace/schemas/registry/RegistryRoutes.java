package dev.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** Confluent's REST API as a function from request to reply; statuses and error codes are Confluent's. */
final class RegistryRoutes {

    private static final ObjectMapper JSON = RegistryConnection.JSON;

    private final ServableRegistry registry;

    RegistryRoutes(ServableRegistry registry) {
        this.registry = registry;
    }

    record Reply(int status, JsonNode body) {

        static Reply ok(JsonNode body) {
            return new Reply(200, body);
        }

        static Reply error(int status, int code, String message) {
            return new Reply(
                    status, JSON.createObjectNode().put("error_code", code).put("message", message));
        }
    }

    /** @param path decoded segments */
    Reply reply(String method, List<String> path, String query, JsonNode body) {
        String root = path.isEmpty() ? "" : path.get(0);
        List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
        return switch (method + " " + root) {
            case "GET " -> Reply.ok(JSON.createObjectNode());
            case "GET subjects" -> readSubject(rest);
            case "POST subjects" -> writeSubject(rest, body);
            case "GET schemas" -> schemas(rest);
            case "POST compatibility" -> rest.size() < 2 ? unknown() : check(rest.subList(1, rest.size()), query, body);
            case "GET config" -> readLevel(rest, query);
            case "PUT config" -> writeLevel(rest, body);
            case "GET mode" -> Reply.ok(JSON.createObjectNode().put("mode", "READWRITE"));
            case "DELETE subjects", "PUT mode", "DELETE config", "DELETE mode" ->
                Reply.error(405, 405, "This registry keeps everything and is always READWRITE");
            default -> unknown();
        };
    }

    /** What a registry that refuses or cannot be asked comes to. */
    static Reply refused(RegistryException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case INCOMPATIBLE -> Reply.error(409, 409, message);
            case INVALID -> Reply.error(422, 42201, message);
            case NOT_FOUND -> Reply.error(404, 40403, message);
            case UNAUTHORIZED -> Reply.error(403, 40301, message);
            case UNAVAILABLE, UNWRITABLE, GARBAGE -> Reply.error(500, 50001, message);
        };
    }

    private static Reply unknown() {
        return Reply.error(404, 404, "HTTP 404 Not Found");
    }

    private Reply readSubject(List<String> path) {
        if (path.isEmpty()) {
            return Reply.ok(strings(registry.subjects()));
        }
        String subject = path.get(0);
        if (path.size() < 2 || !"versions".equals(path.get(1))) {
            return unknown();
        }
        if (registry.versions(subject).isEmpty()) {
            return noSubject(subject);
        }
        if (path.size() == 2) {
            return Reply.ok(JSON.valueToTree(registry.versions(subject)));
        }
        boolean bare = path.size() == 4 && "schema".equals(path.get(3));
        return withVersion(subject, path.get(2), found -> Reply.ok(bare ? json(found.schema()) : json(found)));
    }

    private Reply writeSubject(List<String> path, JsonNode body) {
        if (path.isEmpty()) {
            return unknown();
        }
        String subject = path.get(0);
        if (path.size() == 1) {
            return withSchema(
                    body,
                    schema -> registry.versions(subject).isEmpty()
                            ? noSubject(subject)
                            : registry.lookup(subject, schema)
                                    .map(found -> Reply.ok(json(found)))
                                    .orElseGet(() -> Reply.error(404, 40403, "Schema not found")));
        }
        return path.size() == 2 && "versions".equals(path.get(1))
                ? withSchema(body, schema -> register(subject, schema))
                : unknown();
    }

    private Reply register(String subject, Schema schema) {
        return Reply.ok(JSON.createObjectNode().put("id", registry.register(subject, schema)));
    }

    private Reply schemas(List<String> path) {
        if (path.equals(List.of("types"))) {
            return Reply.ok(strings(List.of("AVRO")));
        }
        if (path.size() < 2 || !"ids".equals(path.get(0)) || !path.get(1).matches("-?\\d{1,9}")) {
            return Reply.error(404, 40403, "Schema not found");
        }
        int id = Integer.parseInt(path.get(1));
        Optional<Schema> found = registry.find(id);
        if (found.isEmpty()) {
            return Reply.error(404, 40403, "Schema " + id + " not found");
        }
        Schema schema = found.get();
        return switch (path.size() == 2 ? "" : path.get(2)) {
            case "" -> Reply.ok(JSON.createObjectNode().put("schema", schema.toString()));
            case "schema" -> Reply.ok(json(schema));
            case "subjects" ->
                Reply.ok(strings(registry.uses(id).stream()
                        .map(RegisteredSchema::subject)
                        .toList()));
            case "versions" -> Reply.ok(versions(registry.uses(id)));
            default -> unknown();
        };
    }

    private Reply check(List<String> path, String query, JsonNode body) {
        String subject = path.get(0);
        if (path.size() < 2 || !"versions".equals(path.get(1))) {
            return unknown();
        }
        if (path.size() == 2) {
            return withSchema(body, schema -> verdict(registry.objections(subject, schema), query));
        }
        if (registry.versions(subject).isEmpty()) {
            return noSubject(subject);
        }
        return withVersion(
                subject,
                path.get(2),
                found -> withSchema(
                        body,
                        schema -> verdict(
                                registry.compatibility(subject).objections(schema, List.of(found.schema())), query)));
    }

    private static Reply verdict(List<String> objections, String query) {
        ObjectNode verdict = JSON.createObjectNode().put("is_compatible", objections.isEmpty());
        if (query.contains("verbose=true")) {
            verdict.set("messages", strings(objections));
        }
        return Reply.ok(verdict);
    }

    private Reply readLevel(List<String> path, String query) {
        Optional<Compatibility> own = path.isEmpty() ? Optional.empty() : registry.ownCompatibility(path.get(0));
        if (own.isEmpty() && !path.isEmpty() && !query.contains("defaultToGlobal=true")) {
            return Reply.error(
                    404, 40408, "Subject '" + path.get(0) + "' does not have subject-level compatibility configured");
        }
        return Reply.ok(JSON.createObjectNode()
                .put(
                        "compatibilityLevel",
                        own.orElse(registry.defaultCompatibility()).name()));
    }

    private Reply writeLevel(List<String> path, JsonNode body) {
        String name = body.path("compatibility").asText().toUpperCase(Locale.ROOT);
        try {
            Compatibility level = Compatibility.valueOf(name);
            if (path.isEmpty()) {
                registry.setDefaultCompatibility(level);
            } else {
                registry.setCompatibility(path.get(0), level);
            }
            return Reply.ok(JSON.createObjectNode().put("compatibility", level.name()));
        } catch (IllegalArgumentException e) {
            return Reply.error(422, 42203, "Invalid compatibility level '" + name + "'");
        }
    }

    private Reply withVersion(String subject, String version, Function<RegisteredSchema, Reply> then) {
        if ("latest".equals(version) || "-1".equals(version)) {
            return registry.latest(subject).map(then).orElseGet(() -> noSubject(subject));
        }
        if (!version.matches("[1-9]\\d{0,8}")) {
            return Reply.error(422, 42202, "The specified version '" + version + "' is not a valid version id");
        }
        return registry.version(subject, Integer.parseInt(version))
                .map(then)
                .orElseGet(() -> Reply.error(404, 40402, "Version " + version + " not found"));
    }

    private static Reply withSchema(JsonNode body, Function<Schema, Reply> then) {
        String type = body.path("schemaType").asText("AVRO");
        if (!"AVRO".equals(type) || body.path("references").size() > 0) {
            return Reply.error(422, 42201, "Only Avro schemas without references are served here, was " + type);
        }
        try {
            return then.apply(new Schema.Parser().parse(body.path("schema").asText()));
        } catch (SchemaParseException | IllegalArgumentException e) {
            return Reply.error(422, 42201, "Invalid schema: " + e.getMessage());
        }
    }

    private static Reply noSubject(String subject) {
        return Reply.error(404, 40401, "Subject '" + subject + "' not found.");
    }

    private static JsonNode json(RegisteredSchema schema) {
        return JSON.createObjectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id())
                .put("schema", schema.schema().toString());
    }

    private static JsonNode json(Schema schema) {
        try {
            return JSON.readTree(schema.toString());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("Avro printed a schema that is not JSON", e);
        }
    }

    private static ArrayNode strings(Collection<String> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    private static ArrayNode versions(List<RegisteredSchema> uses) {
        ArrayNode array = JSON.createArrayNode();
        uses.forEach(u -> array.addObject().put("subject", u.subject()).put("version", u.version()));
        return array;
    }
}
