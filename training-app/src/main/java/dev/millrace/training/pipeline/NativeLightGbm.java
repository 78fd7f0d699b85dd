package dev.millrace.training.pipeline;

import io.github.metarank.lightgbm4j.LGBMBooster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads LightGBM's native libraries from a directory of this process. Left to itself lightgbm4j unpacks them under one
 * name for all processes of the machine: a second training that writes the file while the first one has it mapped takes
 * the first one down (SIGBUS, seen with two evaluations at once).
 */
final class NativeLightGbm {

    private static final String DIRECTORY = "java.io.tmpdir";

    private static final Logger LOG = LoggerFactory.getLogger(NativeLightGbm.class);

    private static @Nullable Boolean available;

    private NativeLightGbm() {}

    /** Whether trees can be learnt here; where not, says why, once. */
    static synchronized boolean available() {
        Boolean known = available;
        if (known == null) {
            known = loaded();
            available = known;
        }
        return known;
    }

    private static boolean loaded() {
        String usual = System.getProperty(DIRECTORY);
        try {
            Path own = Files.createTempDirectory("millrace-lightgbm");
            own.toFile().deleteOnExit();
            System.setProperty(DIRECTORY, own.toString());
            LGBMBooster.loadNative();
            try (var files = Files.list(own)) {
                files.forEach(file -> file.toFile().deleteOnExit());
            }
            return LGBMBooster.isNativeLoaded();
        } catch (IOException | LinkageError e) {
            // No build for this platform, or no libgomp: there is a ranker without trees.
            LOG.warn("No rankers of trees: LightGBM's libraries cannot be loaded", e);
            return false;
        } finally {
            System.setProperty(DIRECTORY, usual);
        }
    }
}
