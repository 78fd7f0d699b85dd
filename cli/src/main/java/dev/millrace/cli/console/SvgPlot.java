package dev.millrace.cli.console;

import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;

/**
 * Charts one below the other in one SVG file, by way of Batik: the exporter that XChart names for SVG is under the LGPL
 * and has had no release for years.
 */
public final class SvgPlot {

    /** Size of each chart, in pixels. */
    public static final int WIDTH = 860;

    public static final int HEIGHT = 420;

    private final List<Chart<?, ?>> charts;

    public SvgPlot(List<? extends Chart<?, ?>> charts) {
        this.charts = List.copyOf(charts);
    }

    /** Writes the file, replacing it if it exists. */
    public void write(Path file) {
        System.setProperty("java.awt.headless", "true");
        SVGGraphics2D graphics = new SVGGraphics2D(document());
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT * charts.size()));
        for (Chart<?, ?> chart : charts) {
            chart.paint(graphics, WIDTH, HEIGHT);
            graphics.translate(0, HEIGHT);
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            graphics.stream(out, true);
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
