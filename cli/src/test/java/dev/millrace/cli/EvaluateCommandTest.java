package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.console.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void shouldShowATableAndWriteAReport() throws IOException {
        Path events = directory.resolve("events.csv");
        Files.writeString(events, purchases());
        Path report = directory.resolve("report.json");

        Path plot = directory.resolve("plot.svg");

        int exit = run(
                "--data",
                events.toString(),
                "--methods",
                "popularity,own-frequency",
                "--plot",
                plot.toString(),
                "--report",
                report.toString());

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Variant new", "Variant all", "NDCG@20", "own-frequency", "█");
        JsonNode json = Json.MAPPER.readTree(report.toFile());
        for (String variant : new String[] {"new", "all"}) {
            JsonNode popularity = json.at("/variants/" + variant + "/popularity");
            for (String measure : new String[] {
                "n",
                "hr10",
                "hr20",
                "ndcg10",
                "ndcg20",
                "mrr20",
                "coverage20",
                "se",
                "diversity20",
                "novelty20",
                "popularity20",
                "gini20",
                "churn20"
            }) {
                assertThat(popularity.path(measure).isNumber())
                        .as("%s of %s", measure, variant)
                        .isTrue();
            }
        }
        // Purchases without a quantity count as one each.
        assertThat(json.at("/variants/all/popularity/n").intValue()).isEqualTo(160);
        assertThat(json.at("/settings/all/decayed-popularity.half-life-days").isMissingNode())
                .isFalse();
        assertThat(json.at("/settings/seed").textValue()).isEqualTo("1");
        assertThat(Files.readString(plot)).contains("<svg", "rgb(31,111,180)");
    }

    @Test
    void shouldShowWhatDiversityAndExplorationCost() throws IOException {
        Path events = directory.resolve("events.csv");
        Files.writeString(events, purchases());
        Path report = directory.resolve("report.json");
        Path plot = directory.resolve("plot.svg");

        int exit = run(
                "--data",
                events.toString(),
                "--methods",
                "millrace",
                "--variant",
                "all",
                "--curve",
                "--plot",
                plot.toString(),
                "--report",
                report.toString());

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("mmr-lambda", "exploration-share");
        JsonNode curve = Json.MAPPER.readTree(report.toFile()).at("/curves/all");
        assertThat(curve.findValuesAsText("trade")).contains("mmr-lambda", "exploration-share");
        assertThat(Files.readString(plot)).contains("rgb(31,111,180)", "rgb(224,123,38)");
    }

    @Test
    void shouldSayWhatIsWrong() {
        String missing = directory.resolve("missing.csv").toString();

        assertThat(run("--data", missing)).isEqualTo(2);
        assertThat(run("--data", missing, "--methods", "magic")).isEqualTo(2);
        assertThat(run("--data", missing, "--history", "1")).isEqualTo(2);
        assertThat(run("--data", missing, "--targets", "-1")).isEqualTo(2);
        assertThat(run("--data", missing, "--through-kafka", "--live", "-1")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "missing.csv",
                        "magic",
                        "--history must be above 0",
                        "--targets must not be negative",
                        "--live must not be negative")
                .doesNotContain("\tat ");
    }

    private static String purchases() {
        var random = new Random(1);
        StringBuilder csv = new StringBuilder("ts_ms,user_id,item_id,event_type\n");
        for (int i = 0; i < 400; i++) {
            csv.append(1_700_000_000_000L + i * 3_600_000L)
                    .append(",u")
                    .append(random.nextInt(10))
                    .append(",i")
                    .append(random.nextInt(30))
                    .append(",purchase\n");
        }
        return csv.toString();
    }

    private int run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "evaluate";
        System.arraycopy(args, 0, all, 1, args.length);
        return Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
