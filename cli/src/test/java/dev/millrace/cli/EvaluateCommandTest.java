package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    @TempDir
    Path directory;

    @Test
    void shouldShowATableAndWriteAReport() throws IOException {
        CommandRun run = measure("--methods", "popularity,own-frequency");

        assertThat(run.out()).contains("Variant new", "Variant all", "NDCG@20", "own-frequency", "█");
        JsonNode json = Json.MAPPER.readTree(report().toFile());
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
        assertThat(Files.readString(plot())).contains("<svg", "rgb(31,111,180)");
    }

    @Test
    void shouldShowWhatDiversityAndExplorationCost() throws IOException {
        CommandRun run = measure("--methods", "millrace", "--variant", "all", "--curve");

        assertThat(run.out()).contains("mmr-lambda", "exploration-share");
        JsonNode curve = Json.MAPPER.readTree(report().toFile()).at("/curves/all");
        assertThat(curve.findValuesAsText("trade")).contains("mmr-lambda", "exploration-share");
        assertThat(Files.readString(plot())).contains("rgb(31,111,180)", "rgb(224,123,38)");
    }

    @Test
    void shouldSayWhatIsWrong() {
        String missing = directory.resolve("missing.csv").toString();

        assertRefused("missing.csv", missing);
        assertRefused("magic", missing, "--methods", "magic");
        assertRefused("--history must be above 0", missing, "--history", "1");
        assertRefused("--targets must not be negative", missing, "--targets", "-1");
        assertRefused("--live must not be negative", missing, "--through-kafka", "--live", "-1");
    }

    @Test
    void shouldEndWithASentenceWhereNothingCanBeMeasured() throws IOException {
        Path two = Files.writeString(
                directory.resolve("two.csv"),
                "ts_ms,user_id,item_id,event_type\n1700000000000,u,i,view\n1700000001000,u,j,view\n");
        Path returns =
                Files.writeString(directory.resolve("returns.csv"), purchases().replace(",purchase\n", ",return\n"));

        assertRefused("two.csv", two.toString());
        assertRefused("none of its events weighs anything", returns.toString());
        assertRefused("/nowhere/at/all", two.toString(), "--report", "/nowhere/at/all/report.json");
    }

    /** Evaluates purchases with report and plot. */
    private CommandRun measure(String... args) throws IOException {
        Path events = Files.writeString(directory.resolve("events.csv"), purchases());
        List<String> files = List.of(
                "evaluate", "--data", events.toString(), "--plot", plot().toString(), "--report", report().toString());
        CommandRun run = CommandRun.of(files, args);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private Path plot() {
        return directory.resolve("plot.svg");
    }

    private Path report() {
        return directory.resolve("report.json");
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

    private static void assertRefused(String sentence, String data, String... args) {
        CommandRun run = CommandRun.of(List.of("evaluate", "--data", data), args);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    }
}
