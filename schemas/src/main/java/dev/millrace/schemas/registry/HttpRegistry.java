package dev.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.registry.RegistryConnection.Answer;
import dev.millrace.schemas.registry.RegistryException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/** A registry that speaks the REST API of Confluent Schema Registry: Confluent's own, Apicurio, Karapace, Redpanda … */
final class HttpRegistry implements SchemaRegistry {

    private final RegistryConnection connection;

    HttpRegistry(RegistryConnection connection) {
        this.connection = connection;
    }

    @Override
    public int register(String subject, Schema schema) {
        Answer answer = send("POST", "/subjects/" + encoded(subject) + "/versions", body(schema));
        return integer(ok(answer, "register " + schema.getFullName() + " under " + subject), "id");
    }

    @Override
    public Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        Answer answer = send("POST", "/subjects/" + encoded(subject), body(schema));
        return found(answer, "look up " + schema.getFullName() + " under " + subject)
                .map(this::registered);
    }

    @Override
    public Schema schema(int id) {
        return parsed(ok(send("GET", "/schemas/ids/" + id, null), "find the schema with id " + id));
    }

    @Override
    public Optional<RegisteredSchema> latest(String subject) {
        return versioned(subject, "latest");
    }

    @Override
    public Optional<RegisteredSchema> version(String subject, int version) {
        return versioned(subject, Integer.toString(version));
    }

    private Optional<RegisteredSchema> versioned(String subject, String version) {
        Answer answer = send("GET", "/subjects/" + encoded(subject) + "/versions/" + version, null);
        return found(answer, "find version " + version + " of " + subject).map(this::registered);
    }

    @Override
    public List<Integer> versions(String subject) {
        var versions = new ArrayList<Integer>();
        found(send("GET", "/subjects/" + encoded(subject) + "/versions", null), "list the versions of " + subject)
                .ifPresent(answer -> answer.body().forEach(version -> versions.add(version.asInt())));
        return versions;
    }

    @Override
    public List<String> subjects() {
        var subjects = new ArrayList<String>();
        ok(send("GET", "/subjects", null), "list the subjects").body().forEach(s -> subjects.add(s.asText()));
        return subjects;
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        Answer answer = send("POST", "/compatibility/subjects/" + encoded(subject) + "/versions", body(schema));
        return found(answer, "check " + schema.getFullName() + " against " + subject)
                .map(checked -> field(checked, "is_compatible").asBoolean())
                .orElse(true);
    }

    @Override
    public void setCompatibility(String subject, Compatibility level) {
        ObjectNode body = RegistryConnection.JSON.createObjectNode().put("compatibility", level.name());
        ok(send("PUT", "/config/" + encoded(subject), body), "set the compatibility of " + subject);
    }

    @Override
    public Compatibility compatibility(String subject) {
        Optional<Answer> own = found(send("GET", "/config/" + encoded(subject), null), "read the level of " + subject);
        Answer answer = own.orElseGet(() -> ok(send("GET", "/config", null), "read the default compatibility"));
        String level = field(answer, "compatibilityLevel").asText();
        try {
            return Compatibility.valueOf(level);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(Kind.GARBAGE, "Unknown compatibility level " + level, e);
        }
    }

    private Answer send(String method, String path, @Nullable JsonNode body) {
        return connection.send(method, path, body);
    }

    private static ObjectNode body(Schema schema) {
        return RegistryConnection.JSON.createObjectNode().put("schema", schema.toString());
    }

    private static Optional<Answer> found(Answer answer, String purpose) {
        // A web server that is no registry says 404 as well, but has no error code of 404xx to show.
        boolean missing = answer.status() == 404 && code(answer) / 100 == 404;
        return missing ? Optional.empty() : Optional.of(ok(answer, purpose));
    }

    private static Answer ok(Answer answer, String purpose) {
        if (answer.status() / 100 == 2) {
            return answer;
        }
        String message = "Schema registry " + RegistryConnection.shown(answer.from()) + " refused to " + purpose + ": "
                + answer.status() + " "
                + answer.body().path("message").asText(answer.body().toString());
        throw new RegistryException(kind(answer), message);
    }

    private static Kind kind(Answer answer) {
        return switch (answer.status()) {
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404 -> code(answer) / 100 == 404 ? Kind.NOT_FOUND : Kind.GARBAGE;
            case 409 -> Kind.INCOMPATIBLE;
            default -> Kind.INVALID;
        };
    }

    private static int code(Answer answer) {
        return answer.body().path("error_code").asInt();
    }

    private RegisteredSchema registered(Answer answer) {
        return new RegisteredSchema(
                field(answer, "subject").asText(), integer(answer, "version"), integer(answer, "id"), parsed(answer));
    }

    private static Schema parsed(Answer answer) {
        String type = answer.body().path("schemaType").asText("AVRO");
        if (!"AVRO".equals(type) || answer.body().path("references").size() > 0) {
            throw new RegistryException(
                    Kind.INVALID, "Only Avro schemas without references can be read, was " + answer.body());
        }
        try {
            return new Schema.Parser().parse(field(answer, "schema").asText());
        } catch (SchemaParseException e) {
            throw new RegistryException(
                    Kind.GARBAGE, RegistryConnection.shown(answer.from()) + " answered with an unusable schema", e);
        }
    }

    private static int integer(Answer answer, String name) {
        JsonNode value = field(answer, name);
        if (!value.isInt()) {
            throw garbage(answer, name);
        }
        return value.asInt();
    }

    private static JsonNode field(Answer answer, String name) {
        JsonNode value = answer.body().get(name);
        if (value == null) {
            throw garbage(answer, name);
        }
        return value;
    }

    private static RegistryException garbage(Answer answer, String name) {
        return new RegistryException(
                Kind.GARBAGE,
                RegistryConnection.shown(answer.from()) + " answered without a usable '" + name
                        + "'; is schema.registry.url right? " + answer.body());
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
