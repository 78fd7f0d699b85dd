package dev.millrace.cli.demo;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where everything of one demo lives: broker, state stores, log. A kept directory belongs to one workload and to one
 * process at a time; any other is deleted at the end.
 */
final class WorkDirectory implements AutoCloseable {

    private static final String WORKLOAD = "workload.txt";
    /** What kept the schemas before they were in a topic. */
    private static final String OLD_REGISTRY = "registry.json";

    private static final String SHIFT = "time-shift-ms.txt";

    private final Path root;
    private final boolean keep;
    private final FileChannel lockFile;

    private WorkDirectory(Path root, boolean keep, FileChannel lockFile) {
        this.root = root;
        this.keep = keep;
        this.lockFile = lockFile;
    }

    /**
     * Opens a directory, made if need be.
     *
     * @param kept null: a temporary directory, deleted at the end
     * @param workload says what is run; a kept directory takes the same workload again and no other
     */
    static WorkDirectory open(@Nullable Path kept, String workload) {
        try {
            Path root = kept == null
                    ? Files.createTempDirectory("millrace-demo-")
                    : Files.createDirectories(kept).toRealPath();
            WorkDirectory directory = new WorkDirectory(root, kept != null, lock(root));
            directory.claim(workload);
            return directory;
        } catch (IOException e) {
            throw CommandFailure.badInput("the directory " + kept + " cannot be used: " + e.getMessage(), e);
        }
    }

    Path broker() {
        return root.resolve("broker");
    }

    Path state() {
        return root.resolve("state");
    }

    Path log() {
        return root.resolve("millrace.log");
    }

    /** Puts the log where it outlives this directory. @return its place from now on */
    Path keepLog() {
        if (keep || !Files.exists(log())) {
            return log();
        }
        try {
            Path kept = root.resolveSibling(root.getFileName() + ".log");
            return Files.copy(log(), kept, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + log() + " could not be kept", e);
        }
    }

    /** The shift in time of the first run here; {@code now} if this is it. */
    TimeShift shift(TimeShift now) {
        Path file = root.resolve(SHIFT);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, String.valueOf(now.millis()));
                return now;
            }
            return new TimeShift(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            throw CommandFailure.badInput(
                    "the file " + file + " cannot be used: " + e.getMessage() + "; choose another --keep directory", e);
        }
    }

    boolean isKept() {
        return keep;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
            if (!keep) {
                delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + root + " could not be left", e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw CommandFailure.failed("another demo is running in " + root);
        }
        return channel; // the lock ends with the channel, and with the process however that ends
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void claim(String workload) throws IOException {
        if (Files.exists(root.resolve(OLD_REGISTRY))) {
            lockFile.close();
            throw CommandFailure.badInput("the directory " + root
                    + " holds a demo of an earlier version, whose schemas have other ids; choose another --keep"
                    + " directory or delete it");
        }
        Path file = root.resolve(WORKLOAD);
        if (!Files.exists(file)) {
            Files.writeString(file, workload);
            return;
        }
        String before = Files.readString(file);
        if (!before.equals(workload)) {
            lockFile.close();
            throw CommandFailure.badInput("the directory " + root + " holds another demo (" + before
                    + "); choose another --keep directory or delete it");
        }
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
