package dev.millrace.benchmarks;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Report;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Logs;
import dev.millrace.cli.console.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace bench}; a main of its own, because nothing depends on the benchmarks. */
@Command(
        name = "millrace bench",
        header = "Run a benchmark: subjects side by side in one run, medians and spreads.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace bench list                                what there is, with its settings",
            "  millrace bench retrieval --quick                   small sizes, under a minute",
            "  millrace bench retrieval --report retrieval.json --plots plots",
            "",
            "Run on an otherwise idle machine; docs/performance.md says what was measured where."
        })
public final class Bench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "A benchmark, or list.")
    private String name = "list";

    @Option(names = "--quick", description = "Small sizes: shows the benchmark at work, not figures to publish.")
    private boolean quick;

    @Option(names = "--report", paramLabel = "FILE", description = "Write settings and results as JSON.")
    private @Nullable Path report;

    @Option(names = "--plots", paramLabel = "DIR", description = "Write plots as SVG.")
    private @Nullable Path plots;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Events to measure on, CSV, plain or gzipped (simulated).")
    private @Nullable Path data;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            split = ",",
            description = "Measure nothing: show and plot the rows of these reports.")
    private List<Path> from = List.of();

    @Option(
            names = "--cases",
            paramLabel = "PART",
            split = ",",
            description = "Only cases whose name contains one of these.")
    private List<String> cases = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the benchmark; list shows them.")
    private Map<String, String> set = new LinkedHashMap<>();

    private final Clock clock = Clock.systemUTC();

    public static void main(String[] args) {
        Logs.silence();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Bench());
        line.setUsageHelpWidth(110);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        return line;
    }

    @Override
    public Integer call() throws Exception {
        if (name.equals("list")) {
            list();
            return ExitCodes.OK;
        }
        Benchmark benchmark = Benchmarks.named(name)
                .orElseThrow(() -> CommandFailure.badInput(
                        "there is no benchmark " + name + "; there are " + String.join(", ", Benchmarks.names())));
        if (data != null && !Files.isReadable(data)) {
            throw CommandFailure.badInput("--data: cannot read " + data);
        }
        Context context = new Context(benchmark, new Context.Request(quick, cases, data, plots, set), out());
        if (from.isEmpty()) {
            run(benchmark, context);
        } else {
            for (Path file : from) {
                context.addAll(Report.read(Json.MAPPER.readTree(file.toFile())));
            }
            show(Report.of(benchmark, context, clock.instant()));
        }
        benchmark.plot(context);
        return ExitCodes.OK;
    }

    private void run(Benchmark benchmark, Context context) throws Exception {
        Instant start = clock.instant();
        try {
            benchmark.run(context);
        } finally {
            // Also after a failure: what was measured before it took minutes.
            show(Report.of(benchmark, context, start));
        }
        if (context.rows().isEmpty()) {
            throw CommandFailure.badInput("--cases: no case of " + name + " has a name with " + cases);
        }
    }

    private void show(Report result) throws IOException {
        out().println();
        result.lines().forEach(out()::println);
        out().flush();
        if (report != null) {
            Files.writeString(report, Json.pretty(result.json()) + "\n");
        }
    }

    private void list() {
        Table table = Table.of("name", "what it measures");
        Benchmarks.ALL.forEach(benchmark -> table.row(benchmark.name(), benchmark.description()));
        table.lines().forEach(out()::println);
        for (Benchmark benchmark : Benchmarks.ALL) {
            out().println();
            out().println("settings of " + benchmark.name() + " (--set KEY=VALUE)");
            Table settings = Table.of("key", "value", "with --quick", "");
            for (Setting setting : benchmark.settings()) {
                settings.row(setting.key(), setting.value(), setting.quick(), setting.description());
            }
            settings.lines().forEach(line -> out().println("  " + line));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandFailure known) {
            err.println("millrace: " + known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof IllegalArgumentException) {
            err.println("millrace: " + failure.getMessage());
            return ExitCodes.BAD_INPUT;
        }
        // Unlike other commands always with its trace: whoever runs benchmarks reads them.
        failure.printStackTrace(err);
        return ExitCodes.FAILED;
    }
}
