package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    Path dir;

    @Test
    void shouldLetFlagsWinOverEnvironmentOverFileOverDefaults() throws IOException {
        Path file = dir.resolve("app.conf");
        Files.writeString(file, "test.limit=2\nlinger.ms=2\npoll.ms=2\n");
        Map<String, String> environment = Map.of("MILLRACE_TEST_LIMIT", "3", "MILLRACE_LINGER_MS", "3", "PATH", "/bin");

        Settings settings = load(environment, "--test.limit=4", "--config", file.toString());

        assertThat(settings.integer("test.limit", 0, 10)).isEqualTo(4);
        assertThat(settings.integer("linger.ms", 0, 10)).isEqualTo(3);
        assertThat(settings.integer("poll.ms", 0, 10)).isEqualTo(2);
        assertThat(settings.integer("commit.interval.ms", 0, 100)).isEqualTo(100);
    }

    @Test
    void shouldTakeTheFileThatTheEnvironmentNames() throws IOException {
        Path file = dir.resolve("app.conf");
        Files.writeString(file, "test.limit=2\n");

        assertThat(load(Map.of("MILLRACE_CONFIG", file.toString())).integer("test.limit", 0, 10))
                .isEqualTo(2);
    }

    @Test
    void shouldLetAnAppHaveItsOwnDefaultForASharedKey() {
        assertThat(load(Map.of()).integer("linger.ms", 0, 10)).isEqualTo(1);
    }

    @Test
    void shouldReadEveryType() {
        Settings settings = load(Map.of());

        assertThat(settings.duration("test.half-life")).isEqualTo(Duration.ofDays(1));
        assertThat(settings.decimal("test.ratio", 0, 1)).isEqualTo(0.5);
        assertThat(settings.oneOf("test.mode", "fast", "slow")).isEqualTo("fast");
        assertThat(settings.list("test.names")).containsExactly("a", "b");
        assertThat(settings.optional("test.absent")).isEmpty();
        assertThat(settings.flag("shutdown.leave-group")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "24h,PT24H", "7d,PT168H", "PT1M,PT1M"})
    void shouldReadDurationsAsPeopleWriteThem(String text, Duration expected) {
        assertThat(load(Map.of(), "--test.half-life=" + text).duration("test.half-life"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ten", "-1", "11", "1.5", "99999999999"})
    void shouldNameKeyValueSourceAndRangeOfAnUnusableNumber(String value) {
        Settings settings = load(Map.of("MILLRACE_TEST_LIMIT", value));

        assertThatThrownBy(() -> settings.integer("test.limit", 0, 10))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("test.limit", "'" + value + "'", "MILLRACE_TEST_LIMIT", "from 0 to 10");
    }

    @Test
    void shouldRefuseOtherUnusableValues() {
        Settings settings = load(Map.of(), "--test.half-life=-PT1S", "--test.mode=quick", "--shutdown.leave-group=yes");

        assertThatThrownBy(() -> settings.duration("test.half-life")).hasMessageContaining("24h");
        assertThatThrownBy(() -> settings.oneOf("test.mode", "fast", "slow")).hasMessageContaining("fast, slow");
        assertThatThrownBy(() -> settings.flag("shutdown.leave-group")).hasMessageContaining("true, false");
    }

    @Test
    void shouldSayHowToGiveAMissingSetting() {
        assertThatThrownBy(() -> load(Map.of()).text("test.absent"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("--test.absent=", "MILLRACE_TEST_ABSENT");
    }

    @Test
    void shouldRefuseUnknownKeysAndSuggestTheNearest() {
        assertThatThrownBy(() -> load(Map.of(), "--comit.interval.ms=5"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("comit.interval.ms", "did you mean commit.interval.ms?");
        assertThatThrownBy(() -> load(Map.of("MILLRACE_TEST_LIMITS", "5")))
                .hasMessageContainingAll("MILLRACE_TEST_LIMITS", "did you mean MILLRACE_TEST_LIMIT?");
        assertThatThrownBy(() -> load(Map.of(), "--zebra=5"))
                .hasMessageContaining("zebra")
                .hasMessageNotContaining("did you mean");
    }

    @Test
    void shouldRefuseMalformedFlagsAndMissingFiles() {
        assertThatThrownBy(() -> load(Map.of(), "-x")).hasMessageContaining("-x");
        assertThatThrownBy(
                        () -> load(Map.of(), "--config", dir.resolve("no.conf").toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no.conf");
    }

    @Test
    void shouldPassKafkaSettingsOn() {
        Settings settings =
                load(Map.of("MILLRACE_KAFKA_MAX_POLL_RECORDS", "7"), "--kafka.consumer.max.partition.fetch.bytes=1000");

        assertThat(settings.kafka())
                .containsExactly(entry("consumer.max.partition.fetch.bytes", "1000"), entry("max.poll.records", "7"));
    }

    @Test
    void shouldCollectWhatBelongsToTheRegistry() {
        Settings settings = load(
                Map.of("MILLRACE_SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION", "/trust"),
                "--basic.auth.user.info=me:secret");

        assertThat(settings.registry())
                .containsEntry("schema.registry.url", "kafka:")
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("topics.prefix", "recs")
                .containsEntry("schema.registry.ssl.truststore.location", "/trust")
                .containsEntry("basic.auth.user.info", "me:secret")
                .containsEntry("auto.register.schemas", "false")
                .doesNotContainKeys("bearer.auth.token", "schema.registry.*");
    }

    @Test
    void shouldReadAFamilyOfSettings() {
        Settings settings = load(Map.of(), "--test.weights.view=0.1", "--test.weights.click=0.7");

        assertThat(settings.family("test.weights.")).containsExactly(entry("click", "0.7"), entry("view", "0.1"));
    }

    @Test
    void shouldNeverShowSecrets() {
        Settings settings = load(
                Map.of(),
                "--test.password=hush",
                "--basic.auth.user.info=me:hush",
                "--kafka.sasl.jaas.config=hush",
                "--schema.registry.url=http://me:hush@host:1");

        assertThat(settings.toString())
                .contains("test.password = ****", "host:1")
                .doesNotContain("hush");
        assertThatThrownBy(() -> settings.integer("test.password", 0, 1)).hasMessageNotContaining("hush");
    }

    @Test
    void shouldLetAProgramOverrideAllSources() {
        assertThat(Settings.bundled("ingest-app").with("test.limit", "9").integer("test.limit", 0, 10))
                .isEqualTo(9);
        assertThatThrownBy(() ->
                        Settings.bundled("ingest-app").with("test.limt", "9").rejectUnknown())
                .isInstanceOf(SettingsException.class);
    }

    static Settings load(Map<String, String> environment, String... args) {
        return Settings.load("ingest-app", args, environment);
    }
}
