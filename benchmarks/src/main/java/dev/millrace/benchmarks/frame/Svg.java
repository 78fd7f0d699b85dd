package dev.millrace.benchmarks.frame;

import java.awt.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;

/**
 * Charts as SVG, by way of Batik: the exporter that XChart names for SVG is under the LGPL and has had no release for
 * years.
 */
final class Svg {

    private Svg() {}

    static void write(Chart<?, ?> chart, Path file) {
        System.setProperty("java.awt.headless", "true");
        SVGGeneratorContext settings = SVGGeneratorContext.createDefault(document());
        settings.setPrecision(2); // hundredths of a pixel; letters are drawn as outlines, so digits are most of a file
        SVGGraphics2D graphics = new SVGGraphics2D(settings, false);
        chart.paint(graphics, Plot.WIDTH, Plot.HEIGHT);
        graphics.setSVGCanvasSize(new Dimension(Plot.WIDTH, Plot.HEIGHT));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                graphics.stream(out, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the plot " + file + " cannot be written", e);
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
