package dev.millrace.benchmarks.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    @TempDir
    private Path directory;

    @Test
    void shouldDrawBarsAsSvg() throws Exception {
        Row slow = new Row("b", "small", "tortoise", "m/s", new Summary(0.1, 0.05, 0.2));
        Row fast = new Row("b", "small", "hare", "m/s", new Summary(20, 19, 21));
        Row alone = new Row("b", "large", "hare", "m/s", new Summary(10, 9, 11));

        String svg = written(Plot.bars("speed", "Who is faster", "m/s", List.of(slow, fast, alone), true));

        assertThat(svg).contains("rgb(31,111,180)", "rgb(224,123,38)"); // both subjects
    }

    @Test
    void shouldDrawLinesAsSvg() throws Exception {
        Plot plot = Plot.lines("growth", "How it grows", "users", "ms")
                .logarithmic(true, false)
                .series("local", new double[] {10, 100, 1000}, new double[] {1, 1.1, 1.2})
                .build();

        assertThat(written(plot)).contains("rgb(31,111,180)");
    }

    private String written(Plot plot) throws Exception {
        Path file = directory.resolve("deeper/plot.svg");
        plot.write(file);
        assertThat(DocumentBuilderFactory.newDefaultNSInstance()
                        .newDocumentBuilder()
                        .parse(withoutDoctype(file))
                        .getDocumentElement()
                        .getLocalName())
                .isEqualTo("svg");
        return Files.readString(file);
    }

    /** The parser would fetch the document type from the web. */
    private static InputStream withoutDoctype(Path file) throws IOException {
        String text = Files.readString(file).replaceFirst("(?s)<!DOCTYPE[^>]*>", "");
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
