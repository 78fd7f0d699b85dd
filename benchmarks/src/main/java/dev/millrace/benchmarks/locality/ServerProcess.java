package dev.millrace.benchmarks.locality;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of another make, run as a child of this process in a directory of its own, on a free port. */
final class ServerProcess implements AutoCloseable {

    private static final Path DEBIAN_POSTGRESQL = Path.of("/usr/lib/postgresql");
    private static final long STOP_SECONDS = 10;

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Output goes to {@code server.log} in the directory. */
    static ServerProcess start(Path directory, List<String> command) throws IOException {
        return new ServerProcess(builder(directory, command).start());
    }

    /** Runs a command to its end. */
    static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        int code = builder(directory, command).start().waitFor();
        if (code != 0) {
            throw new IOException(
                    command.get(0) + " ended with " + code + ": " + Files.readString(directory.resolve("server.log")));
        }
    }

    private static ProcessBuilder builder(Path directory, List<String> command) {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("server.log").toFile()));
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
    static Path openDirectory(String name) throws IOException {
        Path directory = Files.createTempDirectory("millrace-bench-" + name + "-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return directory;
    }

    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
