package dev.millrace.model.foldin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.preferences.EventWeights;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldInSettingsTest {

    @Test
    void shouldSurviveTheManifest() {
        FoldInSettings settings = new FoldInSettings(0.1f, 0.003f, 0.7f, 0.93f, EventWeights.defaults());
        assertThat(FoldInSettings.fromMap(settings.toMap())).isEqualTo(settings);
    }

    @Test
    void shouldNameTheKeyOfABadValue() {
        assertThatThrownBy(() -> FoldInSettings.fromMap(Map.of("model.alpha0", "0")))
                .hasMessageContaining("model.alpha0 must be above 0, was 0.0");
        assertThatThrownBy(() -> FoldInSettings.fromMap(Map.of("model.lambda", "much")))
                .hasMessageContaining("model.lambda must be a number, was 'much'");
        assertThatThrownBy(() -> FoldInSettings.fromMap(Map.of("model.recency-gamma", "NaN")))
                .hasMessageContaining("model.recency-gamma");
    }

    @Test
    void shouldScaleTheRidgeByFrequency() {
        FoldInSettings flat = new FoldInSettings(0.1f, 0.5f, 0f, 1f, EventWeights.defaults());
        FoldInSettings scaled = new FoldInSettings(0.1f, 0.5f, 1f, 1f, EventWeights.defaults());
        assertThat(flat.scaledLambda(20, 1000)).isEqualTo(0.5);
        assertThat(scaled.scaledLambda(20, 1000)).isCloseTo(0.5 * (20 + 0.1 * 1000), within(1e-5));
    }
}
