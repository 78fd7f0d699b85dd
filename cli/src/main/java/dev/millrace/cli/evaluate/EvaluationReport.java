package dev.millrace.cli.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import dev.millrace.model.evaluation.ListQuality;
import dev.millrace.model.evaluation.PrequentialQuality;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.training.evaluation.Evaluation;
import dev.millrace.training.evaluation.TradePoint;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The results of all variants, as tables, bars and JSON. */
public final class EvaluationReport {

    private static final int BAR = 50;

    private final Map<Variant, Evaluation.Result> results = new EnumMap<>(Variant.class);
    private final Map<String, String> protocol;

    /** @param protocol how it was measured: becomes part of the settings */
    public EvaluationReport(Map<String, String> protocol) {
        this.protocol = new LinkedHashMap<>(protocol);
    }

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
                        share(quality.all().coverage20()),
                        number(quality.fewEvents().ndcg20()),
                        number(quality.lateItems().ndcg20())));
        return table;
    }

    /** One line per method: what its lists are like beside being right. */
    public static Table character(Evaluation.Result result) {
        Table table = Table.of("method", "diversity", "novelty", "popularity", "gini", "coverage", "churn");
        result.methods()
                .forEach((name, quality) -> table.row(
                        name,
                        share(quality.beyond().diversity()),
                        String.format(Locale.ROOT, "%.2f", quality.beyond().novelty()),
                        share(quality.beyond().popularity()),
                        share(quality.beyond().gini()),
                        share(quality.all().coverage20()),
                        share(quality.beyond().churn())));
        return table;
    }

    /** One line per point of the trade curves. */
    public static Table curve(Evaluation.Result result) {
        Table table = Table.of("trade", "value", "NDCG@20", "HR@20", "diversity", "novelty", "coverage", "gini");
        for (TradePoint point : result.curve()) {
            PrequentialQuality quality = point.quality();
            table.row(
                    point.trade().label(),
                    String.format(Locale.ROOT, "%.2f", point.value()),
                    number(quality.all().ndcg20()),
                    number(quality.all().hr20()),
                    share(quality.beyond().diversity()),
                    String.format(Locale.ROOT, "%.2f", quality.beyond().novelty()),
                    share(quality.all().coverage20()),
                    share(quality.beyond().gini()));
        }
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

    /** {@code {"variants":{"new":{"millrace":{…}}},"settings":{"new":{…}},"curves":{"new":[{…}]}}}. */
    public ObjectNode json() {
        ObjectNode root = Json.object();
        ObjectNode variants = root.putObject("variants");
        ObjectNode settings = root.putObject("settings");
        protocol.forEach(settings::put);
        ObjectNode curves = root.putObject("curves");
        results.forEach((variant, result) -> {
            String name = variant.name().toLowerCase(Locale.ROOT);
            ObjectNode methods = variants.putObject(name);
            result.methods().forEach((method, quality) -> put(methods.putObject(method), quality));
            ObjectNode tuned = settings.putObject(name);
            result.tuned().forEach(tuned::put);
            if (!result.curve().isEmpty()) {
                ArrayNode points = curves.putArray(name);
                result.curve().forEach(point -> put(points.addObject(), point));
            }
        });
        return root;
    }

    private static void put(ObjectNode node, TradePoint point) {
        node.put("trade", point.trade().label()).put("value", point.value());
        put(node, point.quality());
    }

    private static void put(ObjectNode node, PrequentialQuality quality) {
        put(node, quality.all());
        put(node.putObject("fewEvents"), quality.fewEvents());
        put(node.putObject("lateItems"), quality.lateItems());
        node.put("lists", quality.lists())
                .put("diversity20", quality.beyond().diversity())
                .put("novelty20", quality.beyond().novelty())
                .put("popularity20", quality.beyond().popularity())
                .put("gini20", quality.beyond().gini())
                .put("churn20", quality.beyond().churn());
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

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }
}
