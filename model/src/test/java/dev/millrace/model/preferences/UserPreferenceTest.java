package dev.millrace.model.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UserPreferenceTest {

    private final EventWeights weights = EventWeights.defaults();

    @Test
    void shouldTakeInAnEvent() {
        UserPreference user = UserPreference.EMPTY
                .with(new Event("kettle", "purchase", 1, 1000), weights, 7, 5000)
                .with(new Event("pan", "view", 1, 900), weights, 8, 5001);
        assertThat(user.history().events()).extracting(Event::itemId).containsExactly("pan", "kettle");
        assertThat(user.consumed().contains("kettle")).isTrue();
        assertThat(user.consumed().contains("pan")).isFalse();
        assertThat(user.eventCount()).isEqualTo(2);
        assertThat(user.asOfOffset()).isEqualTo(8);
        assertThat(user.eventAppendedMs()).isEqualTo(5001);
    }

    @Test
    void shouldDemandAVersionWithEveryVector() {
        assertThatThrownBy(() -> new UserPreference(History.EMPTY, ConsumedItems.NONE, new float[] {1}, null, 0, -1, 0))
                .hasMessageContaining("come together");
    }
}
