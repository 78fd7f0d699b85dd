package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the dashboard draws is published: our series are meters of the apps, those of others stand in docs/metrics.md.
 */
class DashboardTest {

    private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "dashboards", "millrace.json");
    private static final Pattern SERIES = Pattern.compile("\\b(?:millrace|kafka|jvm|process)_[a-z0-9_]+");
    private static final Pattern SUFFIX = Pattern.compile("(?:_total|_bytes|_seconds_(?:bucket|count|sum|max))?$");

    @Test
    void shouldDrawOnlyWhatIsPublished() throws IOException {
        String page = Files.readString(MetricsPageTest.PAGE);
        Set<String> ours = LayeringTest.CLASSES.stream()
                .filter(type -> type.getSimpleName().endsWith("Metrics"))
                .flatMap(type -> type.getFields().stream())
                .filter(MetricsPageTest::isTextConstant)
                .map(MetricsPageTest::value)
                .map(meter -> meter.replace('.', '_'))
                .collect(Collectors.toSet());
        Set<String> drawn = new TreeSet<>();
        for (String expression : expressions()) {
            SERIES.matcher(expression).results().forEach(match -> drawn.add(match.group()));
        }

        assertThat(drawn).contains("millrace_app_ready", "millrace_publisher_published_total");
        assertThat(drawn)
                .as("series that no app publishes")
                .filteredOn(series -> series.startsWith("millrace_")
                        ? !ours.contains(SUFFIX.matcher(series).replaceFirst(""))
                        : !page.contains("`" + series + "`"))
                .isEmpty();
    }

    private static List<String> expressions() throws IOException {
        return Json.MAPPER.readTree(DASHBOARD.toFile()).path("panels").findValuesAsText("expr");
    }
}
