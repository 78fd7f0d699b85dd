package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MillraceTest {

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @Test
    void shouldExplainItself() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("millrace demo").contains("Exit codes");
    }

    @Test
    void shouldPrintItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("Kafka clients 4.3.1");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(err.toString()).contains("frobnicate").doesNotContain("\tat ");
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void shouldDescribeEveryCommandAndOption() {
        assertDescribed(Millrace.commandLine());
    }

    private static void assertDescribed(CommandLine command) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        assertThat(spec.usageMessage().header().length + spec.usageMessage().description().length)
                .as("description of " + spec.qualifiedName())
                .isPositive();
        spec.args().forEach(arg -> assertThat(arg.description())
                .as("description of an argument of " + spec.qualifiedName())
                .isNotEmpty());
        command.getSubcommands().values().forEach(MillraceTest::assertDescribed);
    }

    private int run(String... args) {
        return Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
