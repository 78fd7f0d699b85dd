package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.shell.Settings;
import dev.millrace.topologies.ingest.EventRules;
import dev.millrace.topologies.ingest.IngestSettings;
import dev.millrace.topologies.publisher.PublisherSettings;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

class PublisherAppTest {

    final Settings settings = Settings.bundled("publisher-app");

    @Test
    void shouldComeWithTheDefaultsOfTheTopology() {
        assertThat(PublisherApp.publisherSettings(settings)).isEqualTo(PublisherSettings.defaults());
    }

    @Test
    void shouldRefuseEventsByTheDefaultsOfIngest() {
        IngestSettings ingest = IngestSettings.defaults(1);
        EventRules limits = PublisherApp.eventRules(settings);

        assertThat(limits).isEqualTo(new EventRules(ingest.eventTypes(), ingest.maxAhead(), ingest.maxAge()));
        assertThat(PublisherApp.eventRules(settings.with("ingest.max-age", "off"))
                        .maxAge())
                .isNull();
    }

    @Test
    void shouldAdvertiseItsPortUnlessToldOtherwise() {
        assertThat(http(settings.with("http.port", "8181")).advertised()).isEqualTo(new HostInfo("localhost", 8181));
        assertThat(http(settings.with("http.advertised", "pod-3.publisher:8080"))
                        .advertised())
                .isEqualTo(new HostInfo("pod-3.publisher", 8080));
    }

    @Test
    void shouldNameTheSettingThatIsWrong() {
        assertThatThrownBy(() -> http(settings.with("http.advertised", "nowhere")))
                .hasMessageContaining("http.advertised")
                .hasMessageContaining("host:port");
        assertThatThrownBy(() -> PublisherApp.publisherSettings(
                        settings.with(Map.of("publisher.list-length", "50", "publisher.stored-length", "20"))))
                .hasMessage("publisher.stored-length must be from publisher.list-length (50) to 100, was 20");
    }

    private static HttpSettings http(Settings settings) {
        return PublisherApp.httpSettings(settings, PublisherSettings.defaults());
    }
}
