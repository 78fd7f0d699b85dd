package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the first table of docs/topics.md equal to the catalogue; {@code -Ddocs.update=true} writes it. */
class TopicsDocTest {

    static final Path PAGE = Path.of("../docs/topics.md");
    static final String BEGIN = "<!-- the catalogue, written by TopicsDocTest -->\n";
    static final String END = "<!-- end of the catalogue -->\n";

    @Test
    void shouldListEveryTopicOfTheCatalogue() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to)).isEqualTo(table());
    }

    private static String table() {
        return "| topic | key | partitions | co-partition group | cleanup | retention | value | what | producer → consumers |\n"
                + "|---|---|---|---|---|---|---|---|---|\n"
                + Topics.of("recs", AvroSerdes.mock("topics-doc")).specs().stream()
                        .map(TopicsDocTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(TopicSpec spec) {
        String settings = spec.settings().entrySet().stream()
                .map(e -> ", " + e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining());
        return "| `" + spec.name() + "` | " + spec.keying().label() + " | " + (spec.single() ? "1" : "common") + " | "
                + spec.copartitionGroup().orElse("–") + " | " + spec.cleanup().policy() + settings + " | "
                + retention(spec) + " | `" + spec.value() + "` | " + spec.description() + " | "
                + String.join(", ", spec.producers()) + " → " + String.join(", ", spec.consumers()) + " |\n";
    }

    private static String retention(TopicSpec spec) {
        Duration retention = spec.retention();
        if (retention == null) {
            return spec.cleanup() == Cleanup.COMPACT ? "newest per key" : "for ever";
        }
        return retention.toDays() + " d";
    }
}
