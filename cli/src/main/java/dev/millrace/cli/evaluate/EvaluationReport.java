package dev.millrace.cli.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import dev.millrace.model.evaluation.ListQuality;
import dev.millrace.model.evaluation.PrequentialQuality;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.training.evaluation.Evaluation;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The results of all variants, as tables, bars and JSON. */
public final class EvaluationReport {

    private static final int BAR = 50;

    private final Map<Variant, Evaluation.Result> results = new EnumMap<>(Variant.class);

    public void add(Variant variant, Evaluation.Result result) {
        results.put(variant, result);
    }

    /** One line per method, in the order asked for. */
    public static Table table(Evaluation.Result result) {
        Table table = Table.of(
                "method",
                "NDCG@20",
                "± se",
                "HR@20",
                "NDCG@10",
                "HR@10",
                "MRR@20",
                "coverage",
                "few events",
                "late items");
        result.methods()
                .forEach((name, quality) -> table.row(
                        name,
                        number(quality.all().ndcg20()),
                        number(quality.all().se()),
                        number(quality.all().hr20()),
                        number(quality.all().ndcg10()),
                        number(quality.all().hr10()),
                        number(quality.all().mrr20()),
                        String.format(Locale.ROOT, "%.3f", quality.all().coverage20()),
                        number(quality.fewEvents().ndcg20()),
                        number(quality.lateItems().ndcg20())));
        return table;
    }

    /** NDCG@20 as bars. */
    public static String bars(Evaluation.Result result) {
        double most = result.methods().values().stream()
                .mapToDouble(quality -> quality.all().ndcg20())
                .max()
                .orElse(0);
        StringBuilder bars = new StringBuilder();
        result.methods().forEach((name, quality) -> {
            double value = quality.all().ndcg20();
            int length = most > 0 ? (int) Math.round(BAR * value / most) : 0;
            bars.append(String.format(Locale.ROOT, "  %-20s %s %s%n", name, "█".repeat(length), number(value)));
        });
        return bars.toString();
    }

    /** {@code {"variants":{"new":{"millrace":{…}}},"settings":{"new":{…}}}}. */
    public ObjectNode json() {
        ObjectNode root = Json.object();
        ObjectNode variants = root.putObject("variants");
        ObjectNode settings = root.putObject("settings");
        results.forEach((variant, result) -> {
            String name = variant.name().toLowerCase(Locale.ROOT);
            ObjectNode methods = variants.putObject(name);
            result.methods().forEach((method, quality) -> put(methods.putObject(method), quality));
            ObjectNode tuned = settings.putObject(name);
            result.tuned().forEach(tuned::put);
        });
        return root;
    }

    private static void put(ObjectNode node, PrequentialQuality quality) {
        put(node, quality.all());
        put(node.putObject("fewEvents"), quality.fewEvents());
        put(node.putObject("lateItems"), quality.lateItems());
        node.put("lists", quality.lists());
    }

    private static void put(ObjectNode node, ListQuality quality) {
        node.put("n", quality.n())
                .put("hr10", quality.hr10())
                .put("hr20", quality.hr20())
                .put("ndcg10", quality.ndcg10())
                .put("ndcg20", quality.ndcg20())
                .put("mrr10", quality.mrr10())
                .put("mrr20", quality.mrr20())
                .put("coverage20", quality.coverage20());
        if (Double.isFinite(quality.se())) {
            node.put("se", quality.se());
        } else {
            node.putNull("se"); // fewer than two users
        }
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }
}
