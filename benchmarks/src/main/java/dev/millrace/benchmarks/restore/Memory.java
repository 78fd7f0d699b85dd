package dev.millrace.benchmarks.restore;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.AppProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process holds, as rows of results. */
final class Memory {

    private Memory() {}

    /** @param when at rest or under load */
    static void add(Context context, String of, String subject, String when, AppProcess app) {
        context.add(of, subject, "MiB resident " + when, Summary.exactly(app.residentMiB()));
        context.add(of, subject, "MiB heap with garbage " + when, Summary.exactly(app.heapMiB()));
        context.add(of, subject, "MiB heap live " + when, Summary.exactly(app.liveHeapMiB()));
    }

    /**
     * Bytes of the tables of all stores below a directory, after an orderly stop; logs and settings are not counted.
     */
    static long tableBytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
