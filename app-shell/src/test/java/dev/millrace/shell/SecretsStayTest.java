package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything that a process says at DEBUG, with a secret in every setting that holds one. */
class SecretsStayTest {

    static final String MARK = "s3cr3t-";
    static final List<String> SECRETS = List.of(
            "--schema.registry.url=http://ann:" + MARK + "1@localhost:1",
            "--basic.auth.credentials.source=USER_INFO",
            "--basic.auth.user.info=ann:" + MARK + "2",
            "--schema.registry.basic.auth.user.info=ann:" + MARK + "3",
            "--schema.registry.ssl.key.password=" + MARK + "4",
            "--schema.registry.timeout.ms=100",
            "--kafka.security.protocol=SASL_PLAINTEXT",
            "--kafka.sasl.mechanism=PLAIN",
            "--kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                    + " username=\"ann\" password=\"" + MARK + "5\";",
            "--kafka.ssl.keystore.password=" + MARK + "6",
            "--kafka.ssl.key.password=" + MARK + "7",
            "--kafka.ssl.truststore.password=" + MARK + "8",
            "--kafka.producer.ssl.keystore.key=" + MARK + "9",
            "--kafka.sasl.oauthbearer.client.credentials.client.secret=" + MARK + "10");

    @Test
    void shouldNotLeaveThroughAStartThatFails() throws Exception {
        String said = said("--bootstrap.servers=localhost:1", "--startup.timeout=1s", "--management.port=0");

        assertThat(said)
                .contains("schema.registry.url = http://****@localhost:1")
                .doesNotContain(MARK);
    }

    @Test
    void shouldNotLeaveThroughSettingsThatAreRefused() throws Exception {
        for (String wrong : List.of(
                "--kafka.sasl.jaas.config=required password=\"" + MARK + "\"",
                "--schema.registry.url=http://ann:" + MARK + "@local host:1",
                "--schema.registry.url=ann:" + MARK + "@host",
                "--commit.interval.ms=http://ann:" + MARK + "@host",
                "--basic.auth.user.inf=" + MARK,
                "-basic.auth.user.info=" + MARK)) {
            assertThat(said(wrong, "--bootstrap.servers=localhost:1", "--startup.timeout=1s", "--management.port=0"))
                    .as(wrong)
                    .isNotBlank()
                    .doesNotContain(MARK);
        }
    }

    private static String said(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TestApp.class.getName(),
                "--log.level=debug"));
        command.addAll(SECRETS);
        command.addAll(List.of(more)); // a later flag wins
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isNotZero();
        return said;
    }
}
