package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code registry} and {@code ingest-app}, whose settings files this module has. */
class SharedSettingsTest {

    static final List<String> APPS = List.of("registry", "ingest-app");

    @TempDir
    Path dir;

    @Test
    void shouldGiveEachAppWhatItKnows() {
        SharedSettings shared = load(Map.of("test.mode", "x", "startup.timeout", "7s"), Map.of());

        assertThat(shared.of("ingest-app").text("test.mode")).isEqualTo("x");
        assertThat(shared.of("ingest-app").text("startup.timeout")).isEqualTo("7s");
        assertThat(shared.of("registry").text("startup.timeout")).isEqualTo("7s");
        assertThat(shared.of("registry").text("management.port")).isEqualTo("8097");
        shared.of("registry").rejectUnknown();
    }

    @Test
    void shouldPreferWhatIsForOneAppAlone() throws IOException {
        Path file = Files.writeString(
                dir.resolve("all.properties"),
                "log.level=warn\nregistry.log.level=debug\ningest-app.startup.timeout=3s\n");
        SharedSettings shared = SharedSettings.load(
                APPS, Map.of("startup.timeout", "9s"), Map.of("MILLRACE_CONFIG", file.toString()), null, Map.of());

        assertThat(shared.of("registry").text("log.level")).isEqualTo("debug");
        assertThat(shared.of("ingest-app").text("log.level")).isEqualTo("warn");
        assertThat(shared.of("ingest-app").text("startup.timeout")).isEqualTo("9s");
    }

    @Test
    void shouldTakeAFileOfKafkasClients() {
        SharedSettings shared = load(
                Map.of("bootstrap.servers", "b:2"),
                Map.of(
                        "bootstrap.servers", "a:1",
                        "security.protocol", "SSL",
                        "schema.registry.url", "http://r",
                        "basic.auth.user.info", "u:p"));

        Settings settings = shared.of("ingest-app");
        assertThat(settings.text("bootstrap.servers")).isEqualTo("b:2");
        assertThat(settings.kafka()).containsEntry("security.protocol", "SSL");
        assertThat(settings.registry())
                .containsEntry("schema.registry.url", "http://r")
                .containsEntry("basic.auth.user.info", "u:p");
    }

    @Test
    void shouldRefuseWhatNoAppKnows() {
        assertThatThrownBy(() -> load(Map.of("startup.timout", "7s"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("startup.timeout?");
        assertThatThrownBy(() -> load(Map.of("registry.test.mode", "x"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("for registry");
        assertThatThrownBy(() ->
                        SharedSettings.load(APPS, Map.of(), Map.of("MILLRACE_NO_SUCH_THING", "1"), null, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MILLRACE_NO_SUCH_THING");
    }

    private static SharedSettings load(Map<String, String> flags, Map<String, String> client) {
        return SharedSettings.load(APPS, flags, Map.of(), null, client);
    }
}
