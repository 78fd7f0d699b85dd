package dev.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-7",
                "a b",
                "it's",
                "$HOME `id` \"q\"",
                "a/b?c=d&e#f",
                "50%",
                "é+*~",
                "a;b|c>d",
                "~root",
                "#x",
                ".",
                ".."
            })
    void shouldWriteIdsThatWorkAsPrinted(String id) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Printed.word(id)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(id);

        URI address = URI.create("http://localhost/v1/users/" + Printed.segment(id) + "/recommendations")
                .normalize();
        assertThat(address.getPath()).isEqualTo("/v1/users/" + id + "/recommendations");
        assertThat(address.getQuery()).isNull();
    }
}
