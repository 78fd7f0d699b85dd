package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.cli.input.ReadingSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's steps and bookkeeping over the real broker and the real ingest topology, with stand-ins for the rest. */
class DemoStepsXIT {

    @TempDir
    Path dir;

    @Test
    void shouldAccountForEveryRowOfAMessyFile() throws IOException, InterruptedException {
        Path events = messyFile(3_000);
        Path report = dir.resolve("r.json");

        String screen = run(events, null, report, 0.6, new CountDownLatch(1));

        JsonNode json = Json.MAPPER.readTree(report.toFile());
        assertThat(json.path("input").path("rows").asInt()).isEqualTo(3_000 + 3);
        assertThat(json.path("input").path("brokenRows").path("unreadable_time").asInt())
                .isEqualTo(2);
        assertThat(json.path("input")
                        .path("brokenRows")
                        .path("wrong_field_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(json.path("input").path("brokenRows").path("missing_user").asInt())
                .isEqualTo(9);
        assertThat(json.path("input")
                        .path("brokenRows")
                        .path("unknown_event_type")
                        .asInt())
                .isEqualTo(2);
        JsonNode counts = json.path("events");
        // What ingest would reject is not sent: the file's reader applies the same rules.
        assertThat(counts.path("sent").asInt()).isEqualTo(3_000 - 11);
        assertThat(counts.path("duplicates").asInt()).isEqualTo(27);
        assertThat(counts.path("rejected").asInt()).isZero();
        assertThat(counts.path("deadLettered").asInt()).isZero();
        assertThat(counts.path("valid").asInt()).isEqualTo(3_000 - 27 - 11);
        assertThat(json.path("users").path("known").asInt()).isEqualTo(50);
        assertThat(json.path("users").path("withRecommendations").asInt()).isEqualTo(50);
        assertThat(json.path("recommendations").path("published").asInt()).isEqualTo(2_962);
        assertThat(json.path("model").path("ndcg20").asDouble()).isEqualTo(0.2);
        assertThat(json.path("latencyMillis").path("lists").asInt()).isBetween(1_150, 1_200);
        assertThat(json.path("latencyMillis").path("p50").asInt()).isPositive();
        assertThat(screen).contains("2,989 sent = 2,962 valid + 0 rejected + 27 duplicates + 0 dead letters");
        assertThat(screen).doesNotContain("does not add up");
    }

    @Test
    void shouldGoOnWhereAStoppedRunEnded() throws IOException, InterruptedException {
        Path events = messyFile(1_500);
        Path keep = dir.resolve("kept");
        Path report = dir.resolve("r.json");

        // A stop latch that is open already ends the run at its first look, somewhere in the history.
        assertThatThrownBy(() -> run(events, keep, null, 0.6, new CountDownLatch(0)))
                .isInstanceOf(CommandFailure.class);
        run(events, keep, report, 0.6, new CountDownLatch(1));
        JsonNode once = Json.MAPPER.readTree(report.toFile());
        run(events, keep, report, 0.6, new CountDownLatch(1));
        JsonNode again = Json.MAPPER.readTree(report.toFile());

        assertThat(once.path("events").path("sent").asInt()).isEqualTo(1_500 - 5);
        assertThat(once.path("events").path("valid").asInt()).isEqualTo(1_500 - 13 - 5);
        assertThat(again.path("events")).isEqualTo(once.path("events"));
        assertThat(again.path("users")).isEqualTo(once.path("users"));
        assertThatThrownBy(() -> run(events, keep, null, 0.5, new CountDownLatch(1)))
                .hasMessageContaining("holds another demo");
    }

    @Test
    void shouldRefuseUnusableFilesBeforeAnythingStarts() {
        assertThatThrownBy(() -> run(dir.resolve("nothing.csv"), null, null, 0.6, new CountDownLatch(1)))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(2));
    }

    private String run(Path events, @Nullable Path keep, @Nullable Path report, double history, CountDownLatch stop)
            throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DemoSettings settings = new DemoSettings(
                events,
                null,
                history,
                Pace.MAX,
                ReadingSettings.defaults(),
                RepeatedRows.DROP,
                keep,
                1,
                "exactly_once_v2",
                true,
                0,
                2,
                0,
                true,
                report);
        new Demo(
                        settings,
                        StandInPipeline::start,
                        new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8)),
                        Clock.systemUTC(),
                        System.currentTimeMillis())
                .run(stop);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * One row in 100 repeats the one before it, one in 450 has no user (every other of those is repeated, and refused
     * twice), and two of 3,000 are of a type too rare to be meant.
     */
    private Path messyFile(int rows) throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("ts_ms,user_id,item_id,event_type,value,colour\n");
        text.append("yesterday,u1,i1,click,,red\nnever,u1,i1,click,,red\n1,u1\n");
        String before = "";
        for (int i = 0; i < rows; i++) {
            String row = 1_000_000L + i + "," + (i % 450 == 449 ? "" : "u" + random.nextInt(50)) + ",i"
                    + random.nextInt(40) + ","
                    + (rows == 3_000 && (i == 17 || i == 1_717) ? "stare" : "click") + ",,blue\n";
            before = i % 100 == 50 ? before : row;
            text.append(before);
        }
        return Files.writeString(dir.resolve("events-" + rows + ".csv"), text);
    }
}
