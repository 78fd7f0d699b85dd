package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the lines of docs/first-cluster.md as a user would, with the built {@code millrace}. */
class FirstClusterXIT {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    static final int MOST_LINES = 10;
    static final long PATIENCE_SECONDS = 240;

    @TempDir
    Path dir;

    @Test
    void shouldComeToPublishedListsByTheBook() throws Exception {
        List<String> lines = lines();
        assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES);
        try (LocalBroker broker = LocalBroker.start(asDistributed())) {
            int http = freePort();
            String script = "set -e\ncd " + HOME + "\n"
                    + String.join("\n", lines)
                            .replace("localhost:9092", broker.bootstrapServers())
                            .replace("localhost:8080", "localhost:" + http)
                            .replace("millrace.log", dir.resolve("millrace.log").toString());
            var builder = new ProcessBuilder("bash", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("out").toFile());
            builder.environment().put("MILLRACE_NO_BUILD", "1");
            builder.environment().put("MILLRACE_STATE_DIR", dir.resolve("state").toString());
            builder.environment().put("MILLRACE_HTTP_PORT", String.valueOf(http));
            builder.environment().put("MILLRACE_MANAGEMENT_PORT", "free");
            builder.environment().put("MILLRACE_SCHEMA_REGISTRY_SERVE", "localhost:0");
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String out = Files.readString(dir.resolve("out"));
            String log = Files.readString(dir.resolve("millrace.log"));

            assertThat(ended).as(out + log).isTrue();
            assertThat(process.exitValue()).as(out + log).isZero();
            assertThat(out)
                    .contains("schemas registered in the topic recs.schemas.v1", "sent 2")
                    .containsPattern("\"userId\":\\s*\"ann\"")
                    .contains("ok    schemas")
                    .doesNotContain("fail  ");
            assertThat(log).contains("millrace: ready after");
        }
    }

    private static List<String> lines() throws IOException {
        String page = Files.readString(HOME.resolve("docs/first-cluster.md"));
        int from = page.indexOf("```sh\n") + "```sh\n".length();
        return page.substring(from, page.indexOf("```", from)).lines().toList();
    }

    /** What config/server.properties of the distribution says, and Kafka's defaults, where ours differ. */
    private LocalBrokerSettings asDistributed() {
        return LocalBrokerSettings.in(dir.resolve("broker"))
                .with("auto.create.topics.enable", "true")
                .with("num.partitions", "1")
                .with("group.initial.rebalance.delay.ms", "3000")
                .with("offsets.topic.num.partitions", "50")
                .with("transaction.state.log.num.partitions", "50")
                .with("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
