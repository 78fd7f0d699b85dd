package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MillraceTest {

    @Test
    void shouldExplainItself() {
        CommandRun help = CommandRun.of("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("millrace demo").contains("Exit codes");
    }

    @Test
    void shouldPrintItsVersion() {
        CommandRun version = CommandRun.of("--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).contains("Kafka clients 4.4.0");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        CommandRun unknown = CommandRun.of("frobnicate");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("frobnicate").doesNotContain("\tat ");
        assertThat(CommandRun.of().exitCode()).isEqualTo(2);
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
}
