package dev.millrace.model.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EventWeightsTest {

    private final EventWeights weights = EventWeights.defaults();

    @Test
    void shouldReadStarsAsLikeInterestOrDislike() {
        assertThat(weights.of("rating", 5)).isEqualTo(1);
        assertThat(weights.of("rating", 4)).isEqualTo(1);
        assertThat(weights.of("rating", 3)).isEqualTo(0.25f);
        assertThat(weights.of("rating", 1)).isEqualTo(-1);
        assertThat(weights.effect("rating", 0.5f)).isEqualTo(Effect.DISLIKE);
    }

    @Test
    void shouldWantInListsOnlyWhatIsLiked() {
        assertThat(weights.wanted("rating", 4)).isTrue();
        assertThat(weights.wanted("rating", 3.5f)).isFalse();
        assertThat(weights.wanted("purchase", 1)).isTrue();
        assertThat(weights.wanted("purchase", -1)).isFalse();
        assertThat(weights.wanted("dislike", 1)).isFalse();
        assertThat(weights.wanted("hover", 1)).isFalse();
    }

    @Test
    void shouldReadANegativeQuantityAsAReturn() {
        assertThat(weights.effect("purchase", 3)).isEqualTo(Effect.POSITIVE);
        assertThat(weights.effect("purchase", -3)).isEqualTo(Effect.RETURN);
        assertThat(weights.effect("purchase", 0)).isEqualTo(Effect.NOTHING);
        assertThat(weights.of("purchase", -3)).isZero();
        assertThat(weights.effect("return", -1)).isEqualTo(Effect.RETURN);
    }

    @Test
    void shouldIgnoreUnknownTypesAndWeightsOfZero() {
        assertThat(weights.of("hover", 1)).isZero();
        EventWeights muted = weights.with(Map.of("event.weights.view", "0"));
        assertThat(muted.effect("view", 1)).isEqualTo(Effect.NOTHING);
        assertThat(muted.of("click", 1)).isEqualTo(weights.of("click", 1));
    }

    @Test
    void shouldConsumeByTypeButNotOnReturns() {
        assertThat(weights.consumes(new Event("a", "purchase", 1, 0))).isTrue();
        assertThat(weights.consumes(new Event("a", "purchase", -1, 0))).isFalse();
        assertThat(weights.consumes(new Event("a", "view", 1, 0))).isFalse();
        EventWeights repeats = weights.with(Map.of("event.weights.purchase", "1 quantity"));
        assertThat(repeats.consumes(new Event("a", "purchase", 1, 0))).isFalse();
    }

    @Test
    void shouldSurviveTheManifest() {
        assertThat(EventWeights.fromMap(weights.toMap())).isEqualTo(weights);
    }

    @Test
    void shouldNameTheTextAndTheRightForm() {
        assertThatThrownBy(() -> TypeWeight.parse("1 starz"))
                .hasMessageContaining("'1 starz'")
                .hasMessageContaining("presence|quantity|stars");
        assertThatThrownBy(() -> TypeWeight.parse("heavy")).hasMessageContaining("'heavy'");
        assertThatThrownBy(() -> TypeWeight.parse("-1")).hasMessageContaining("'-1'");
        assertThatThrownBy(() -> TypeWeight.parse("NaN")).hasMessageContaining("'NaN'");
    }
}
