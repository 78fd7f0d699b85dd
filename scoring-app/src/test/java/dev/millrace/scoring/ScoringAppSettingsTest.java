package dev.millrace.scoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.shell.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoringAppSettingsTest {

    @Test
    void shouldRefuseASecondSlotWhoseListsWouldOverwriteTheFirst() {
        Settings settings = Settings.load("scoring-app", new String[] {"--scoring.slot=mail"}, Map.of());

        assertThatThrownBy(() -> ScoringAppSettings.scoring(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scoring.slot is 'mail'")
                .hasMessageContaining("leave it at 'default'");
    }
}
