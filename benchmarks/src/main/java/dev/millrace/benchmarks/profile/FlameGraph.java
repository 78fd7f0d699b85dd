package dev.millrace.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flame graph (Gregg 2016): a box for each frame, as wide as the share of the samples below it, callers beneath what
 * they call. Orange is Millrace, blue Kafka, grey the rest.
 */
final class FlameGraph {

    private static final int WIDTH = 1200;
    private static final int ROW = 15;
    private static final int HEAD = 28;
    private static final double CHARACTER = 6.2;

    private final String title;
    private final double least;
    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> callees = new TreeMap<>();
        private int samples;

        private int depth(double least) {
            return 1
                    + callees.values().stream()
                            .filter(node -> node.samples >= least)
                            .mapToInt(node -> node.depth(least))
                            .max()
                            .orElse(0);
        }
    }

    /**
     * Merges samples into a graph.
     *
     * @param samples frames, outermost first
     * @param leastShare of all samples; narrower boxes are left out
     */
    FlameGraph(String title, List<List<String>> samples, double leastShare) {
        this.title = title;
        this.least = leastShare * samples.size();
        for (List<String> frames : samples) {
            Node node = root;
            node.samples++;
            for (String frame : frames) {
                node = node.callees.computeIfAbsent(frame, unseen -> new Node());
                node.samples++;
            }
        }
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, svg());
        } catch (IOException e) {
            throw new UncheckedIOException("the flame graph " + file + " cannot be written", e);
        }
    }

    String svg() {
        int height = HEAD + ROW * root.depth(least) + 4;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"monospace\" font-size=\"10\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"4\" y=\"18\" font-size=\"14\">%s</text>%n",
                WIDTH,
                height,
                WIDTH,
                height,
                escaped(title)));
        draw(svg, root, 0, height - ROW - 2);
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Node caller, double from, int y) {
        double x = from;
        for (Map.Entry<String, Node> callee : caller.callees.entrySet()) {
            Node node = callee.getValue();
            double width = (double) WIDTH * node.samples / root.samples;
            if (node.samples >= least) {
                box(svg, callee.getKey(), node, x, width, y);
                draw(svg, node, x, y - ROW);
            }
            x += width;
        }
    }

    private void box(StringBuilder svg, String frame, Node node, double x, double width, int y) {
        String name = Stacks.shortened(frame);
        int fits = (int) ((width - 4) / CHARACTER);
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s, %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\""
                        + " stroke=\"white\" stroke-width=\".5\"/>",
                escaped(frame),
                100.0 * node.samples / root.samples,
                x,
                y,
                width,
                ROW - 1,
                colour(frame)));
        if (fits >= 3) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    x + 2,
                    y + ROW - 4,
                    escaped(name.length() <= fits ? name : name.substring(0, fits - 1) + "…")));
        }
        svg.append("</g>\n");
    }

    private static String colour(String frame) {
        if (frame.startsWith("dev.millrace.")) {
            return "#f5a742";
        }
        return frame.startsWith("org.apache.kafka.") || frame.startsWith("kafka.") ? "#8ab6e8" : "#d4d4d4";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
