package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.demo.DemoRunner;
import dev.millrace.cli.demo.DemoSettings;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole pipeline at work on this machine. */
@Command(
        name = "demo",
        header = "Run the whole pipeline on this machine: broker, registry, all apps, training, users.",
        description = {
            "History is loaded, the first model is trained and rolled out, then the live part is replayed while every list"
                    + " that is published is read and timed. At the end comes an account of every event, and the pipeline stays up"
                    + " to be tried out.",
            "Without --data a simulator provides users with drifting tastes who click on what they are shown."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace demo",
            "  millrace demo --data events.csv.gz --items items.csv.gz --rate max --exit --report r.json",
            "  millrace demo --keep /var/tmp/millrace      killed or stopped, the same command goes on",
            "",
            "Event files: ts_ms,user_id,item_id,event_type,value or userId,movieId,rating,timestamp and the like.",
            "Item files: item_id,title,categories,price with categories separated by |. Both plain or gzipped.",
            "`millrace validate FILE` says beforehand how a file is understood."
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Events of your own, CSV or JSON lines, plain or gzipped.")
    private @Nullable Path data;

    @Option(names = "--items", paramLabel = "FILE", description = "The catalogue that goes with them.")
    private @Nullable Path items;

    @Option(
            names = "--history",
            paramLabel = "SHARE",
            defaultValue = "0.6",
            description = "Share of the events, by time, that is there before the live part begins (${DEFAULT-VALUE}).")
    private double history = 0.6;

    @Option(
            names = "--rate",
            paramLabel = "N|max",
            defaultValue = "500",
            description = "Live events per second (${DEFAULT-VALUE}).")
    private String rate = "500";

    @Mixin
    private final FileOptions reading = new FileOptions();

    @Option(
            names = "--repeats",
            paramLabel = "drop|keep",
            defaultValue = "drop",
            description = "Whether rows equal in every field are one event or several (${DEFAULT-VALUE}).")
    private RepeatedRows repeats = RepeatedRows.DROP;

    @Option(names = "--exit", description = "End after the summary instead of staying up.")
    private boolean exit;

    @Option(names = "--report", paramLabel = "FILE", description = "Write everything measured as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep everything in this directory, and go on there if an earlier run was stopped or killed.")
    private @Nullable Path keep;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "HTTP port; 0: 8080 if it is free, else another (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--seed", defaultValue = "42", description = "Seed of the simulated users (${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--guarantee",
            paramLabel = "exactly_once_v2|at_least_once",
            defaultValue = "exactly_once_v2",
            description = "Processing guarantee of the apps (${DEFAULT-VALUE}).")
    private String guarantee = "exactly_once_v2";

    @Option(
            names = "--no-shift-times",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Move all recorded times so that the last event happens now (default), or leave them as they are.",
                "Moved, what you click yourself comes minutes after the history and not years."
            })
    private boolean shiftTimes = true;

    @Option(
            names = "--after",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Events per second of simulated users who go on after the summary (${DEFAULT-VALUE}); 0: none.")
    private double afterRate = 3;

    @Option(
            names = "--partitions",
            defaultValue = "4",
            description = "Partitions of the user-keyed topics (${DEFAULT-VALUE}).")
    private int partitions = 4;

    @Override
    public Integer call() throws InterruptedException {
        check();
        new DemoRunner(new DemoSettings(
                        data,
                        items,
                        history,
                        Pace.parse(rate),
                        reading.settings(),
                        repeats,
                        keep,
                        seed,
                        guarantee,
                        shiftTimes,
                        afterRate,
                        partitions,
                        port,
                        exit,
                        report))
                .run();
        return ExitCodes.OK;
    }

    private void check() {
        require(history > 0 && history <= 1, "--history must be above 0 and at most 1, was " + history);
        require(afterRate >= 0 && afterRate <= 1_000, "--after must be 0 to 1000, was " + afterRate);
        require(port >= 0 && port <= 65_535, "--port must be 0 to 65535, was " + port);
        require(partitions >= 1 && partitions <= 64, "--partitions must be 1 to 64, was " + partitions);
        require(
                guarantee.equals("exactly_once_v2") || guarantee.equals("at_least_once"),
                "--guarantee must be exactly_once_v2 or at_least_once, was " + guarantee);
        OutputFile.require("--report", report);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw CommandFailure.badInput(sentence);
        }
    }
}
