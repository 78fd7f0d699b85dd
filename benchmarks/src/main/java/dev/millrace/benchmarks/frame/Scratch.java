package dev.millrace.benchmarks.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory of one run, for stores and logs; deleted in the end, with all that is in it. */
public record Scratch(Path directory) implements AutoCloseable {

    /** @param name part of the directory's name, to be recognised by */
    public static Scratch open(String name) {
        try {
            return new Scratch(Files.createTempDirectory("millrace-bench-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + directory + " could not be deleted", e);
        }
    }
}
