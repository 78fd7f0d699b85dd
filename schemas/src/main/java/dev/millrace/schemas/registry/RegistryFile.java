package dev.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/**
 * Keeps an in-process registry in one JSON file.
 *
 * <p>Schemas change a few dozen times in the life of a registry, so each change writes the whole file beside the old
 * one, forces it to disk and moves it into place: a crash leaves the old or the new content, never half of one.
 */
final class RegistryFile {

    private final Path path;

    RegistryFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    void load(Consumer<RegisteredSchema> schemas, BiConsumer<String, Compatibility> levels) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            JsonNode root = RegistryConnection.JSON.readTree(Files.readAllBytes(path));
            for (JsonNode node : root.path("schemas")) {
                schemas.accept(schema(node));
            }
            root.path("compatibility")
                    .properties()
                    .forEach(e -> levels.accept(
                            e.getKey(), Compatibility.valueOf(e.getValue().asText())));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("The schema registry's file " + path + " cannot be read", e);
        }
    }

    void save(Collection<RegisteredSchema> schemas, Map<String, Compatibility> levels) {
        ObjectNode root = RegistryConnection.JSON.createObjectNode();
        var list = root.putArray("schemas");
        schemas.forEach(s -> list.addObject()
                .put("subject", s.subject())
                .put("version", s.version())
                .put("id", s.id())
                .put("schema", s.schema().toString()));
        ObjectNode map = root.putObject("compatibility");
        levels.forEach((subject, level) -> map.put(subject, level.name()));
        try {
            write(RegistryConnection.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry's file " + path + " cannot be written", e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static RegisteredSchema schema(JsonNode node) {
        return new RegisteredSchema(
                node.required("subject").asText(),
                node.required("version").asInt(),
                node.required("id").asInt(),
                new Schema.Parser().parse(node.required("schema").asText()));
    }
}
