package dev.millrace.model.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about rules shows every rule, and what it shows can be used. */
class RulesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "rules.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);

    @Test
    void shouldShowRulesThatCanBeRead() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(examples).hasSizeGreaterThan(5).allSatisfy(example -> assertThat(
                        RulesFile.parse("rules.yaml", example))
                .isNotNull());
        for (String section : RulesFile.SECTIONS) {
            assertThat(examples).as(section).anyMatch(example -> example.startsWith(section + ":"));
        }
    }

    @Test
    void shouldNameEveryFallbackLevelAndWord() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Arrays.stream(Rung.values()).map(Rung::label)).allMatch(label -> page.contains("`" + label + "`"));
        assertThat(CatalogOnly.labels()).allMatch(label -> page.contains("`" + label + "`"));
    }
}
