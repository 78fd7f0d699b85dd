package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeatureDefinitionsTest {

    @Test
    void shouldReadTheBundledDefinitions() {
        FeatureDefinitions definitions = FeatureDefinitions.standard();

        assertThat(definitions.itemHalfLivesMs())
                .containsExactly(21_600_000L, 259_200_000L, 604_800_000L, 2_592_000_000L, 31_536_000_000L);
        assertThat(definitions.trending()).isEqualTo(1);
        assertThat(definitions.names())
                .startsWith("personal-score", "personal-share")
                .doesNotHaveDuplicates();
        assertThat(definitions.fingerprint()).hasSize(16);
    }

    @Test
    void shouldKeepTheFingerprintWhenOnlyCommentsChange() throws IOException {
        String yaml = bundled();

        assertThat(parse("# another comment\n" + yaml).fingerprint())
                .isEqualTo(parse(yaml).fingerprint());
        assertThat(parse(yaml.replace("kept: 50", "kept: 49")).fingerprint())
                .isNotEqualTo(parse(yaml).fingerprint());
    }

    @Test
    void shouldNameTheEntryTheValueAndWhatWouldBeRight() throws IOException {
        String yaml = bundled();

        refused(
                yaml.replace("category-half-life: 30d", "category-half-life: 30 days"),
                "category-half-life",
                "30 days");
        refused(yaml.replace("last-items: 20", "last-items: 0"), "last-items", "from 1.0 to 100.0");
        refused(yaml.replace("- item-age", "- item-size"), "unknown column item-size", "item-age");
        refused(yaml.replace("item-popularity-6h", "item-popularity-5h"), "item-popularity-5h", "6h");
        refused(yaml.replace("trending-half-life: 3d", "trending-half-life: 2d"), "trending-half-life", "3d");
        refused(yaml.replace("last-items", "lats-items"), "unknown entry lats-items");
        refused(yaml.replace("  kept: 50\n", ""), "neighbours.kept is missing");
        refused("just text", "must hold entries");
        refused("a: [", "not valid YAML");
    }

    static void refused(String yaml, String... parts) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    static FeatureDefinitions parse(String yaml) {
        return FeatureFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
    }

    static String bundled() throws IOException {
        try (var in = FeatureDefinitions.class.getResourceAsStream("features.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
