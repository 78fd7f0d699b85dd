package dev.millrace.cli.evaluate;

import dev.millrace.cli.console.SvgPlot;
import dev.millrace.model.evaluation.PrequentialQuality;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.training.evaluation.Evaluation;
import dev.millrace.training.evaluation.TradePoint;
import dev.millrace.training.evaluation.TradePoint.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws an evaluation: NDCG@20 of every method, and what diversity and exploration cost. */
public final class EvaluationPlot {

    private final List<Chart<?, ?>> charts = new ArrayList<>();

    /** Adds the charts of one variant. */
    public void add(Variant variant, Evaluation.Result result) {
        String name = "variant " + variant.name().toLowerCase(Locale.ROOT);
        charts.add(methods(name, result.methods()));
        if (!result.curve().isEmpty()) {
            charts.add(curves(
                    name, "diversity within a list", result, q -> q.beyond().diversity()));
            charts.add(curves(
                    name, "share of the catalogue listed", result, q -> q.all().coverage20()));
        }
    }

    /** The charts, ready to be written. */
    public SvgPlot svg() {
        return new SvgPlot(charts);
    }

    /** Bars with two standard errors to each side. */
    private static Chart<?, ?> methods(String variant, Map<String, PrequentialQuality> methods) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(SvgPlot.WIDTH)
                .height(SvgPlot.HEIGHT)
                .title("NDCG@20, " + variant)
                .build();
        List<Double> values = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        methods.values().forEach(quality -> {
            double se = quality.all().se();
            values.add(quality.all().ndcg20());
            errors.add(Double.isFinite(se) ? 2 * se : 0);
        });
        chart.addSeries("NDCG@20", List.copyOf(methods.keySet()), values, errors);
        SvgPlot.style(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static Chart<?, ?> curves(
            String variant, String gain, Evaluation.Result result, ToDoubleFunction<PrequentialQuality> measure) {
        XYChart chart = new XYChartBuilder()
                .width(SvgPlot.WIDTH)
                .height(SvgPlot.HEIGHT)
                .title("What diversity and exploration cost, " + variant)
                .xAxisTitle(gain)
                .yAxisTitle("NDCG@20")
                .build();
        SvgPlot.style(chart.getStyler());
        for (Trade trade : Trade.values()) {
            List<TradePoint> points = result.curve().stream()
                    .filter(point -> point.trade() == trade)
                    .toList();
            String label = trade.label() + " " + points.get(0).value() + " to "
                    + points.get(points.size() - 1).value();
            chart.addSeries(
                            label,
                            points.stream()
                                    .mapToDouble(point -> measure.applyAsDouble(point.quality()))
                                    .toArray(),
                            points.stream()
                                    .mapToDouble(point -> point.quality().all().ndcg20())
                                    .toArray())
                    .setMarker(SeriesMarkers.CIRCLE);
        }
        return chart;
    }
}
