package dev.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.shell.Settings;
import dev.millrace.topologies.feature.FeatureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureAppTest {

    @TempDir
    Path dir;

    @Test
    void shouldBundleTheDefaultsOfTheTopology() {
        FeatureSettings bundled = FeatureApp.featureSettings(settings());
        FeatureSettings defaults = FeatureSettings.defaults();

        assertThat(bundled.definitions().fingerprint())
                .isEqualTo(defaults.definitions().fingerprint());
        assertThat(bundled.weights()).isEqualTo(defaults.weights());
        assertThat(bundled.publishInterval()).isEqualTo(defaults.publishInterval());
    }

    @Test
    void shouldReplaceSingleEventWeights() {
        EventWeights weights =
                FeatureApp.featureSettings(settings("--event.weights.view=0")).weights();

        assertThat(weights.of("view", 1)).isZero();
        assertThat(weights.of("click", 1)).isEqualTo(EventWeights.defaults().of("click", 1));
    }

    @Test
    void shouldNameWhatIsWrong() throws IOException {
        Path file = Files.writeString(dir.resolve("mine.yaml"), "item-half-lives: [soon]\n");

        assertThatThrownBy(() -> FeatureApp.featureSettings(settings("--feature.definitions=" + file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("features.yaml");
        assertThatThrownBy(() -> FeatureApp.featureSettings(settings("--feature.definitions=" + dir.resolve("none"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> FeatureApp.featureSettings(settings("--feature.publish-interval=-1s")))
                .hasMessageContaining("feature.publish-interval");
        assertThatThrownBy(() -> FeatureApp.featureSettings(settings("--event.weights.view=much")))
                .hasMessageContaining("much");
    }

    private static Settings settings(String... flags) {
        return Settings.load("feature-app", flags, Map.of());
    }
}
