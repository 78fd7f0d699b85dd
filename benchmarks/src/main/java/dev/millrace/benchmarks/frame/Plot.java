package dev.millrace.benchmarks.frame;

import dev.millrace.cli.console.SvgPlot;
import java.awt.Font;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of some rows: bars by case, or lines over a size. Written as SVG. */
public final class Plot {

    private static final int HEIGHT = 460;

    private final String name;
    private final Chart<?, ?> chart;

    private Plot(String name, Chart<?, ?> chart) {
        this.name = name;
        this.chart = chart;
    }

    /** File name without the benchmark's name before it and the ending after it. */
    String name() {
        return name;
    }

    /**
     * Medians as bars; one group per case, one colour per subject. On a linear axis whiskers show half the distance
     * from low to high; on a logarithmic one XChart would draw them too long by orders of magnitude.
     *
     * @param rows of one metric; a subject without a row for some case is left out there
     * @param logarithmic for values that differ by orders of magnitude, all above 0
     */
    public static Plot bars(String name, String title, String unit, List<Row> rows, boolean logarithmic) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(SvgPlot.WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setAvailableSpaceFill(0.8);
        style(chart.getStyler());
        if (logarithmic) {
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setYAxisMin(decadeBelow(rows)); // otherwise 0, where bars begin
        }
        List<String> cases = rows.stream().map(Row::of).distinct().toList();
        bySubject(rows).forEach((subject, values) -> {
            List<Double> medians = new ArrayList<>();
            List<Double> spreads = new ArrayList<>();
            for (String of : cases) {
                Summary value = values.get(of);
                medians.add(value == null ? null : value.median());
                spreads.add(value == null ? null : (value.high() - value.low()) / 2);
            }
            if (logarithmic) {
                chart.addSeries(subject, cases, medians);
            } else {
                chart.addSeries(subject, cases, medians, spreads);
            }
        });
        return new Plot(name, chart);
    }

    /** Lines over numbers: series may have points at different places. */
    public static Lines lines(String name, String title, String xTitle, String yTitle) {
        return new Lines(name, title, xTitle, yTitle);
    }

    /** A plot of lines in the making. */
    public static final class Lines {

        private final String name;
        private final XYChart chart;

        private Lines(String name, String title, String xTitle, String yTitle) {
            this.name = name;
            this.chart = new XYChartBuilder()
                    .width(SvgPlot.WIDTH)
                    .height(HEIGHT)
                    .title(title)
                    .xAxisTitle(xTitle)
                    .yAxisTitle(yTitle)
                    .build();
            style(chart.getStyler());
        }

        public Lines logarithmic(boolean x, boolean y) {
            chart.getStyler().setXAxisLogarithmic(x);
            chart.getStyler().setYAxisLogarithmic(y);
            return this;
        }

        public Lines series(String label, double[] x, double[] y) {
            chart.addSeries(label, x, y).setMarker(SeriesMarkers.CIRCLE);
            return this;
        }

        public Plot build() {
            return new Plot(name, chart);
        }
    }

    void write(Path file) {
        new SvgPlot(List.of(chart)).write(file);
    }

    private static double decadeBelow(List<Row> rows) {
        double least =
                rows.stream().mapToDouble(row -> row.value().median()).min().orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least)));
    }

    private static Map<String, Map<String, Summary>> bySubject(List<Row> rows) {
        Map<String, Map<String, Summary>> values = new LinkedHashMap<>();
        rows.forEach(row -> values.computeIfAbsent(row.subject(), subject -> new LinkedHashMap<>())
                .put(row.of(), row.value()));
        return values;
    }

    private static void style(AxesChartStyler styler) {
        SvgPlot.style(styler);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        // Names of cases are long: they must not run into each other.
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    }
}
