package dev.millrace.cli.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Moment;
import dev.millrace.cli.console.Table;
import dev.millrace.cli.evaluate.ServedComparison.Difference;
import dev.millrace.cli.evaluate.ServedComparison.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a comparison of published with offline lists says to its reader. */
public final class ServedReport {

    private static final int DIFFERENCES_SHOWN = 10;

    private final ServedComparison comparison;

    public ServedReport(ServedComparison comparison) {
        this.comparison = comparison;
    }

    /** A few sentences and, where lists differ, a table. */
    public List<String> lines() {
        Map<Outcome, Integer> outcomes = comparison.outcomes();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d lists compared: %,d identical, %,d too late for the user's next event, %,d different",
                compared(),
                outcomes.get(Outcome.IDENTICAL),
                outcomes.get(Outcome.TOO_LATE),
                outcomes.get(Outcome.DIFFERENT)));
        Skew skew = comparison.skew();
        lines.add(String.format(
                Locale.ROOT,
                "%,d feature values of %,d logged lists compared: %,d differ, %,d are of items that the replay does not have",
                skew.values(),
                skew.lists(),
                skew.differing().values().stream().mapToLong(Long::longValue).sum(),
                skew.missing()));
        skew.differing()
                .forEach((feature, count) -> lines.add(String.format(Locale.ROOT, "  %,d of %s", count, feature)));
        if (!comparison.differences().isEmpty()) {
            lines.add("");
            lines.add("first difference, by position: " + byPosition());
            lines.addAll(table().lines());
        }
        return lines;
    }

    private int compared() {
        return comparison.outcomes().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private Map<Integer, Integer> byPosition() {
        Map<Integer, Integer> positions = new TreeMap<>();
        comparison.differences().forEach(difference -> positions.merge(difference.position(), 1, Integer::sum));
        return positions;
    }

    private Table table() {
        Table table = Table.of("user", "time", "position", "published", "offline");
        comparison.differences().stream()
                .limit(DIFFERENCES_SHOWN)
                .forEach(difference -> table.row(
                        difference.user(),
                        Moment.text(difference.timestampMs()),
                        difference.position(),
                        difference.online() == null ? "(end)" : difference.online(),
                        difference.offline() == null ? "(end)" : difference.offline()));
        return table;
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode root = Json.object();
        ObjectNode lists = root.putObject("lists").put("compared", compared());
        comparison
                .outcomes()
                .forEach((outcome, count) ->
                        lists.put(outcome.name().toLowerCase(Locale.ROOT).replace("too_late", "tooLate"), count));
        Skew skew = comparison.skew();
        ObjectNode features = root.putObject("features")
                .put("lists", skew.lists())
                .put("values", skew.values())
                .put("missing", skew.missing());
        ObjectNode differing = features.putObject("differing");
        skew.differing().forEach(differing::put);
        ArrayNode differences = root.putArray("differences");
        for (Difference difference : comparison.differences()) {
            differences
                    .addObject()
                    .put("user", difference.user())
                    .put("timestampMs", difference.timestampMs())
                    .put("position", difference.position())
                    .put("published", difference.online())
                    .put("offline", difference.offline());
        }
        return root;
    }
}
