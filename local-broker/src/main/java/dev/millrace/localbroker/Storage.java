package dev.millrace.localbroker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Prepares a data directory as {@code kafka-storage format} does. */
final class Storage {

    private Storage() {}

    /**
     * Formats a new directory with the newest metadata version, which switches transaction version 2 on; leaves a
     * formatted one as it is.
     *
     * @return whether the directory is new
     */
    static boolean prepare(KafkaConfig config) {
        Path data = Path.of(config.metadataLogDir());
        try {
            Files.createDirectories(data);
            if (Files.exists(data.resolve("meta.properties"))) {
                return false;
            }
            format(data);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's data directory " + data + " cannot be prepared", e);
        }
    }

    private static void format(Path data) throws IOException {
        var formatter = new Formatter()
                .setNodeId(BrokerConfig.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // what the formatter declares
            throw new IOException("Formatting failed", e);
        }
    }
}
