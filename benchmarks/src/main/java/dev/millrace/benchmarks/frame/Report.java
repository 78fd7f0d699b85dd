package dev.millrace.benchmarks.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run found, for people and for programs.
 *
 * @param date when the run began
 * @param machine what it ran on
 * @param settings what was set and stated
 */
public record Report(
        String benchmark, Instant date, Map<String, String> machine, Map<String, String> settings, List<Row> rows) {

    public static Report of(Benchmark benchmark, Context context, Instant date) {
        return new Report(
                benchmark.name(),
                date.truncatedTo(ChronoUnit.SECONDS),
                Machine.describe(),
                context.settings(),
                context.rows());
    }

    /** Machine, settings and a table, one line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("bench " + benchmark + ", " + date);
        machine.forEach((fact, value) -> lines.add("  " + fact + ": " + value));
        settings.forEach((key, value) -> lines.add("  " + key + " = " + value));
        lines.add("");
        Table table = Table.of("case", "subject", "metric", "median", "low", "high");
        for (Row row : rows) {
            table.row(
                    row.of(),
                    row.subject(),
                    row.metric(),
                    Figures.of(row.value().median()),
                    Figures.of(row.value().low()),
                    Figures.of(row.value().high()));
        }
        lines.addAll(table.lines());
        return lines;
    }

    /** {@code {"benchmark":…,"date":…,"machine":{…},"settings":{…},"rows":[{benchmark, case, subject, …}]}}. */
    public ObjectNode json() {
        ObjectNode root = Json.object().put("benchmark", benchmark).put("date", date.toString());
        put(root.putObject("machine"), machine);
        put(root.putObject("settings"), settings);
        ArrayNode array = root.putArray("rows");
        for (Row row : rows) {
            array.addObject()
                    .put("benchmark", row.benchmark())
                    .put("case", row.of())
                    .put("subject", row.subject())
                    .put("metric", row.metric())
                    .put("median", row.value().median())
                    .put("low", row.value().low())
                    .put("high", row.value().high());
        }
        return root;
    }

    /** The inverse of {@link #json}. */
    public static Report read(JsonNode json) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : json.path("rows")) {
            rows.add(new Row(
                    row.path("benchmark").asText(),
                    row.path("case").asText(),
                    row.path("subject").asText(),
                    row.path("metric").asText(),
                    new Summary(
                            row.path("median").asDouble(),
                            row.path("low").asDouble(),
                            row.path("high").asDouble())));
        }
        return new Report(
                json.path("benchmark").asText(),
                Instant.parse(json.path("date").asText()),
                texts(json.path("machine")),
                texts(json.path("settings")),
                rows);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static void put(ObjectNode node, Map<String, String> values) {
        values.forEach(node::put);
    }
}
