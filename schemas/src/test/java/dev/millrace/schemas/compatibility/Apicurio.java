package dev.millrace.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apicurio Registry in a process of its own, with storage in memory and Confluent's API. */
final class Apicurio implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final Path log;

    private Apicurio(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    static Apicurio start() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("millrace.test.apicurio", "target/apicurio"));
        int port = freePort();
        Path log = home.resolve("apicurio.log");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dquarkus.http.host=localhost",
                "-Dquarkus.http.port=" + port,
                "-jar",
                jar(home).toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var apicurio = new Apicurio(process, port, log);
        apicurio.awaitStart();
        return apicurio;
    }

    String url() {
        return "http://localhost:" + port + "/apis/ccompat/v7";
    }

    private void awaitStart() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest subjects = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (client.send(subjects, BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                assertThat(notYet).isNotNull();
            }
            // Also the pause between two tries: ends at once when the process does.
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IllegalStateException("Apicurio did not start:\n" + Files.readString(log));
    }

    private static Path jar(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No Apicurio in " + home));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
