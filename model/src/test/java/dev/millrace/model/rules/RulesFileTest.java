package dev.millrace.model.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {

    @Test
    void shouldReadEverySection() {
        Rules rules = RulesFile.parse("rules.yaml", """
                include:
                  - {item: sku-1, position: 1, interests: [garden], levels: [trending, recent-session]}
                exclude: {items: [sku-2], categories: [adult]}
                boost:
                  - {categories: [sale], factor: 1.5}
                caps:
                  - {category: books, atMost: 2, first: 10}
                diversity: {lambda: 0.7}
                exploration: {share: 0.05, first: 10}
                catalogOnly: true
                """);

        assertThat(rules)
                .isEqualTo(new Rules(
                        List.of(new Pin("sku-1", 1, Set.of("garden"), Set.of(Rung.TRENDING, Rung.RECENT_SESSION))),
                        new Exclusions(Set.of("sku-2"), Set.of("adult")),
                        List.of(new Boost(Set.of(), Set.of("sale"), 1.5f)),
                        List.of(new CategoryCap("books", 2, 10)),
                        new Diversity(0.7, 20),
                        new Exploration(0.05, 10),
                        CatalogOnly.TRUE));
    }

    @Test
    void shouldReadNothingAsNoRules() {
        assertThat(RulesFile.parse("rules.yaml", "")).isEqualTo(Rules.NONE);
        assertThat(RulesFile.parse("rules.yaml", "# all off\n")).isEqualTo(Rules.NONE);
    }

    @Test
    void shouldTakeIdsThatLookLikeSomethingElse() {
        Rules rules = RulesFile.parse("rules.yaml", "exclude: {items: [22423, 0071, 1.10, no, on]}");

        assertThat(rules.exclusions().items()).containsExactlyInAnyOrder("22423", "0071", "1.10", "no", "on");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            include: [{item: a, position: 0}]         | rules.yaml: include[0].position must be a whole number from 1 to 100, was '0'
            include: [{position: 1}]                  | rules.yaml: include[0].item must be a text (quoted when it looks like something else), was not given
            include: {item: a}                        | rules.yaml: include must be a list, was {"item":"a"}
            include: [{item: a, position: 1, at: 2}]  | rules.yaml: include[0].at is not known; known here are [item, position, interests, levels]
            include: [{item: a, position: 1, levels: [vip]}] | rules.yaml: include[0].levels must be a list of [personal, recent-session, segment, trending, newest], was ["vip"]
            exclude: {items: sku}                     | rules.yaml: exclude.items must be a list of texts, was 'sku'
            exclude: {items: [true]}                  | rules.yaml: exclude.items must be a text (quoted when it looks like something else), was true
            include: [{item: a, position: 1.5}]       | rules.yaml: include[0].position must be a whole number from 1 to 100, was '1.5'
            boost: [{items: [a], factor: -1}]         | rules.yaml: boost[0].factor must be a number from 0.001 to 1000.0, was '-1'
            boost: [{factor: 2}]                      | rules.yaml: boost[0] must be an entry with items or categories, was {"factor":"2"}
            caps: [{category: a, atMost: 0, first: 3}] | rules.yaml: caps[0].atMost must be a whole number from 1 to 100, was '0'
            diversity: {lambda: 1.5}                  | rules.yaml: diversity.lambda must be a number from 0.0 to 1.0, was '1.5'
            diversity: {}                             | rules.yaml: diversity.lambda must be a number from 0.0 to 1.0, was not given
            catalogOnly: maybe                        | rules.yaml: catalogOnly must be one of [auto, true, false], was 'maybe'
            exclud: {}                                | rules.yaml: exclud is not known; known here are [include, exclude, boost, caps, diversity, exploration, catalogOnly]
            just words                                | rules.yaml must be a mapping with the keys [include, exclude, boost, caps, diversity, exploration, catalogOnly], was 'just words'
            """)
    void shouldNameFileEntryValueAndWhatWouldBeRight(String yaml, String message) {
        assertThatThrownBy(() -> RulesFile.parse("rules.yaml", yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldSayWhatIsNoYaml() {
        assertThatThrownBy(() -> RulesFile.parse("rules.yaml", "include: [{item: a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rules.yaml is not YAML: ");
    }

    @Test
    void shouldNameAFileThatCannotBeRead(@TempDir Path dir) throws IOException {
        Path latin1 = dir.resolve("latin1.yaml");
        Files.write(latin1, new byte[] {'#', (byte) 0xe9, '\n'});

        assertThatThrownBy(() -> RulesFile.load(dir.resolve("none.yaml"))).hasMessageEndingWith("does not exist");
        assertThatThrownBy(() -> RulesFile.load(latin1)).hasMessageEndingWith("is not UTF-8 text");
        assertThatThrownBy(() -> RulesFile.load(dir)).hasMessageContaining("cannot be read");
    }
}
