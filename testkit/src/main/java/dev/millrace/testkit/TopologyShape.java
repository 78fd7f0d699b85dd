package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;

/**
 * Compares a topology with its committed description in {@code src/test/resources/topologies}: a renamed node or store
 * orphans deployed state.
 */
public final class TopologyShape {

    private static final Path COMMITTED = Path.of("src/test/resources/topologies");

    private TopologyShape() {}

    /**
     * Run with {@code -Dshape.update=true} to accept an intended change.
     *
     * @param file name below {@code src/test/resources/topologies} of the module under test
     */
    public static void assertMatches(Topology topology, String file) {
        String shape = topology.describe().toString();
        assertThat(shape).as("names that Kafka Streams made up").doesNotContainPattern("K(STREAM|TABLE)-");
        Path committed = COMMITTED.resolve(file);
        try {
            if (Boolean.getBoolean("shape.update")) {
                Files.createDirectories(COMMITTED);
                Files.writeString(committed, shape);
            }
            assertThat(committed)
                    .as("committed shape, made with -Dshape.update=true")
                    .exists();
            assertThat(shape)
                    .as("shape of the topology against %s", committed)
                    .isEqualToNormalizingNewlines(Files.readString(committed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
