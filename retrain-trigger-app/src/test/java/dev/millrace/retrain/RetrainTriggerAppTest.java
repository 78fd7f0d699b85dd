package dev.millrace.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.shell.Settings;
import dev.millrace.topologies.retrain.PolicySettings;
import dev.millrace.topologies.retrain.RetrainSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrainTriggerAppTest {

    @Test
    void shouldBundleTheDefaultsOfThePolicy() {
        assertThat(RetrainTriggerApp.retrainSettings(settings()).policy()).isEqualTo(PolicySettings.DEFAULTS);
    }

    @Test
    void shouldTakeTheYardstickFromTheFeatureDefinitions() {
        RetrainSettings settings = RetrainTriggerApp.retrainSettings(settings());

        assertThat(settings.popularityHalfLives().get(settings.popularityIndex()))
                .isEqualTo(Duration.ofDays(3));
    }

    @Test
    void shouldTakeWeightsOfEventTypes() {
        RetrainSettings settings = RetrainTriggerApp.retrainSettings(settings("--event.weights.view=0.7"));

        assertThat(settings.weights().of("view", 1)).isEqualTo(0.7f);
    }

    @Test
    void shouldNameTheKeyThatIsWrong() {
        assertThatThrownBy(() -> RetrainTriggerApp.retrainSettings(settings("--retrain.quality-drop=2")))
                .hasMessageContaining("retrain.quality-drop");
        assertThatThrownBy(() -> RetrainTriggerApp.retrainSettings(settings("--retrain.cool-down=soon")))
                .hasMessageContaining("retrain.cool-down");
    }

    private static Settings settings(String... flags) {
        return Settings.load("retrain-trigger-app", flags, Map.of());
    }
}
