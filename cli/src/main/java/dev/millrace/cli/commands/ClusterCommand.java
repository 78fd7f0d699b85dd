package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ClusterOptions;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that talk to a cluster share: connection, output format, standard output. */
abstract class ClusterCommand implements Callable<Integer> {

    /** How results are printed. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Format (${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    @Override
    public final Integer call() {
        try (Cluster cluster = options.connect()) {
            return run(cluster);
        }
    }

    /** Carries out the command; returns the exit code. */
    abstract int run(Cluster cluster);

    /** What {@code --timeout} says, if it was given: for commands that by themselves wait longer than for an answer. */
    Optional<Duration> givenTimeout() {
        return options.givenTimeout();
    }

    boolean isJson() {
        return output == Format.JSON;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    void print(Table table) {
        table.lines().forEach(this::say);
    }

    void printJson(Object value) {
        say(Json.pretty(value));
    }
}
