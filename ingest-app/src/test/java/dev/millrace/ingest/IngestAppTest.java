package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.shell.Settings;
import dev.millrace.topologies.ingest.IngestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestAppTest {

    @Test
    void shouldBundleTheDefaultsOfTheTopology() {
        assertThat(IngestApp.ingestSettings(settings(), 12)).isEqualTo(IngestSettings.defaults(12));
    }

    @Test
    void shouldAcceptAnyAgeWhenThatIsOff() {
        assertThat(IngestApp.ingestSettings(settings("--ingest.max-age=off"), 12)
                        .maxAge())
                .isNull();
    }

    @Test
    void shouldNameTheKeyThatIsWrong() {
        assertThatThrownBy(() -> IngestApp.ingestSettings(settings("--ingest.repeat-window=0s"), 12))
                .hasMessageContaining("ingest.repeat-window");
        assertThatThrownBy(() -> IngestApp.ingestSettings(settings("--ingest.event-types="), 12))
                .hasMessageContaining("ingest.event-types");
        assertThatThrownBy(() -> IngestApp.ingestSettings(settings("--ingest.max-age=soon"), 12))
                .hasMessageContaining("ingest.max-age");
    }

    private static Settings settings(String... flags) {
        return Settings.load("ingest-app", flags, Map.of());
    }
}
