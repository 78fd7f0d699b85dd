package dev.millrace.cli.console;

import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.w3c.dom.Document;

/**
 * Charts one below the other in one SVG file, by way of Batik: the exporter that XChart names for SVG is under the LGPL
 * and has had no release for years.
 */
public final class SvgPlot {

    /** The usual size of a chart, in pixels. */
    public static final int WIDTH = 860;

    public static final int HEIGHT = 420;

    private static final Color[] COLOURS = {
        new Color(0x1f6fb4),
        new Color(0xe07b26),
        new Color(0xb9b9b9),
        new Color(0x6b9c3f),
        new Color(0x8a5fa8),
        new Color(0x333333),
        new Color(0x58b5c9),
        new Color(0xc94f5d)
    };

    private final List<Chart<?, ?>> charts;

    public SvgPlot(List<? extends Chart<?, ?>> charts) {
        this.charts = List.copyOf(charts);
    }

    /** Gives a chart the look that all of them have. */
    public static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setSeriesColors(COLOURS);
    }

    /** Writes the file, replacing it if it exists, and the directories above it where there are none. */
    public void write(Path file) {
        System.setProperty("java.awt.headless", "true");
        SVGGeneratorContext settings = SVGGeneratorContext.createDefault(document());
        settings.setPrecision(2); // hundredths of a pixel; letters are drawn as outlines, so digits are most of a file
        SVGGraphics2D graphics = new SVGGraphics2D(settings, false);
        int height = 0;
        for (Chart<?, ?> chart : charts) {
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.translate(0, chart.getHeight());
            height += chart.getHeight();
        }
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                graphics.stream(out, true);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("the plot " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java platform can make XML documents", e);
        }
    }
}
