package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.Candidates;
import dev.millrace.cli.Millrace;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.console.Json;
import dev.millrace.localbroker.JavaProcess;
import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one command, as a process of its own with all apps in it. */
class DemoXIT {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int USERS = 120;
    private static final int EVENTS = 4_000;

    @TempDir
    Path dir;

    @Test
    void shouldGoFromRowsToEveryUsersListAndGoOnAfterAKill() throws IOException {
        Path file = shoppers();
        Path undisturbed = dir.resolve("undisturbed.json");
        Path resumed = dir.resolve("resumed.json");

        try (JavaProcess demo = demo(file, undisturbed, dir.resolve("a"), "max")) {
            assertThat(demo.awaitExit(PATIENCE)).as(demo.output()).isZero();
            assertThat(demo.output()).doesNotContain("does not add up", "Exception");
        }
        try (JavaProcess demo = demo(file, resumed, dir.resolve("b"), "100")) {
            demo.awaitOutput("live users", PATIENCE);
            demo.kill();
        }
        try (JavaProcess demo = demo(file, resumed, dir.resolve("b"), "max")) {
            assertThat(demo.awaitExit(PATIENCE)).as(demo.output()).isZero();
        }

        JsonNode whole = Json.MAPPER.readTree(undisturbed.toFile());
        JsonNode events = whole.path("events");
        assertThat(events.path("sent").asInt()).isEqualTo(EVENTS);
        assertThat(events.path("valid").asInt()
                        + events.path("rejected").asInt()
                        + events.path("duplicates").asInt()
                        + events.path("deadLettered").asInt())
                .isEqualTo(EVENTS);
        assertThat(whole.path("users").path("known").asInt()).isEqualTo(USERS);
        assertThat(whole.path("users").path("withRecommendations").asInt()).isEqualTo(USERS);
        assertThat(whole.path("recommendations").path("published").asInt()).isGreaterThanOrEqualTo(USERS);
        assertThat(whole.path("model").path("version").asText()).isNotEmpty();
        assertThat(whole.path("quality").path("ndcg20").asDouble())
                .isGreaterThan(whole.path("quality").path("popularityNdcg20").asDouble());

        JsonNode again = Json.MAPPER.readTree(resumed.toFile());
        assertThat(again.path("events")).isEqualTo(events);
        assertThat(again.path("users")).isEqualTo(whole.path("users"));
        assertThat(histories(dir.resolve("b")))
                .isEqualTo(histories(dir.resolve("a")))
                .hasSize(USERS);
    }

    /** Events in each user's state, as the newest candidates say that were made from it. */
    private static Map<String, Integer> histories(Path kept) {
        Map<String, Integer> histories = new TreeMap<>();
        try (var broker = LocalBroker.start(LocalBrokerSettings.in(kept.resolve("broker")));
                var cluster = new Cluster(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "kafka:"),
                        Topics.DEFAULT_PREFIX,
                        PATIENCE)) {
            Topic<String, Candidates> topic = cluster.topics().candidates();
            new TopicReader(cluster).readAll(topic.name(), record -> {
                Candidates list = topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
                histories.put(new String(record.key(), StandardCharsets.UTF_8), list.getHistoryLength());
                return true;
            });
        }
        return histories;
    }

    private JavaProcess demo(Path file, Path report, Path keep, String rate) {
        return JavaProcess.start(
                Millrace.class,
                List.of("-Xmx1g"),
                Map.of(),
                "demo",
                "--data",
                file.toString(),
                "--rate",
                rate,
                "--exit",
                "--report",
                report.toString(),
                "--keep",
                keep.toString());
    }

    /** Users who stay within one of six shelves, and there take what they have not got yet; a few try other shelves. */
    private Path shoppers() throws IOException {
        Random random = new Random(11);
        List<String> rows = new ArrayList<>(List.of("ts_ms,user_id,item_id,event_type,value"));
        for (int i = 0; i < EVENTS; i++) {
            int user = i < USERS ? i : random.nextInt(USERS);
            int shelf = random.nextInt(10) == 0 ? random.nextInt(6) : user % 6;
            int item = random.nextInt(60);
            rows.add(String.format(
                    Locale.ROOT, "%d,u%d,s%d-i%d,click,", 1_700_000_000_000L + i * 60_000L, user, shelf, item));
        }
        return Files.write(dir.resolve("shoppers.csv"), rows);
    }
}
