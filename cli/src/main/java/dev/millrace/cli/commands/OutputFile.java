package dev.millrace.cli.commands;

import dev.millrace.cli.console.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is written at the end of a long run, looked at before it begins. */
final class OutputFile {

    private OutputFile() {}

    /** Refuses a place where no file can be written; null is none and fine. */
    static void require(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw CommandFailure.badInput(option + ": " + file + " is a directory, not a file");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandFailure.badInput(
                    option + " cannot be written to " + file + ": there is no directory " + directory);
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw CommandFailure.badInput(option + " cannot be written to " + file + ": permission denied");
        }
    }
}
