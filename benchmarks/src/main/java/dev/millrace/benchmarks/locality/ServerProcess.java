package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.benchmarks.frame.Wait;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server of another make, run as a child of this process in a directory of its own, which is deleted with it. */
final class ServerProcess implements AutoCloseable {

    private static final Path DEBIAN_POSTGRESQL = Path.of("/usr/lib/postgresql");
    private static final Duration START = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 10;

    private final Scratch scratch;
    private final Process process;

    private ServerProcess(Scratch scratch, Process process) {
        this.scratch = scratch;
        this.process = process;
    }

    /** Output goes to {@code server.log} in the directory. */
    static ServerProcess start(Scratch scratch, List<String> command) throws IOException {
        return new ServerProcess(scratch, builder(scratch, command).start());
    }

    /** Runs a command to its end. */
    static void run(Scratch scratch, List<String> command) throws IOException, InterruptedException {
        int code = builder(scratch, command).start().waitFor();
        if (code != 0) {
            throw new IOException(command.get(0) + " ended with " + code + printed(scratch));
        }
    }

    private static ProcessBuilder builder(Scratch scratch, List<String> command) {
        return new ProcessBuilder(command)
                .directory(scratch.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(scratch).toFile()));
    }

    private static Path log(Scratch scratch) {
        return scratch.directory().resolve("server.log");
    }

    private static String printed(Scratch scratch) {
        try {
            return "; it printed:\n" + Files.readString(log(scratch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server answers. */
    void await(String name, BooleanSupplier answers) {
        Wait.until(
                answers,
                START,
                () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(name + " ended with " + process.exitValue() + printed(scratch));
                    }
                },
                () -> name + " does not answer within " + START.toSeconds() + " s" + printed(scratch));
    }

    /** A program on the PATH, or where Debian keeps PostgreSQL's. */
    static Optional<Path> find(String program) {
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(DEBIAN_POSTGRESQL)) {
            try (Stream<Path> versions = Files.list(DEBIAN_POSTGRESQL)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(places::add);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .forEach(places::add);
        return places.stream()
                .map(place -> place.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A directory that another system user can write to as well. */
    static Scratch openDirectory(String name) throws IOException {
        Scratch scratch = Scratch.open(name + "-");
        Files.setPosixFilePermissions(scratch.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
        return scratch;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
        scratch.close();
    }
}
