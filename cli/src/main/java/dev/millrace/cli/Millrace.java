package dev.millrace.cli;

import dev.millrace.cli.commands.DemoCommand;
import dev.millrace.cli.commands.DlqCommand;
import dev.millrace.cli.commands.DoctorCommand;
import dev.millrace.cli.commands.EvaluateCommand;
import dev.millrace.cli.commands.ForgetCommand;
import dev.millrace.cli.commands.ModelsCommand;
import dev.millrace.cli.commands.RecommendCommand;
import dev.millrace.cli.commands.RolloutsCommand;
import dev.millrace.cli.commands.RunCommand;
import dev.millrace.cli.commands.SendCommand;
import dev.millrace.cli.commands.TopicsCommand;
import dev.millrace.cli.commands.TrainCommand;
import dev.millrace.cli.commands.ValidateCommand;
import dev.millrace.cli.commands.WatchCommand;
import dev.millrace.cli.commands.WhyCommand;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Logs;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code millrace} command and the root of its sub-commands. */
@Command(
        name = "millrace",
        header = "Real-time recommendations on nothing but Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        subcommands = {
            DemoCommand.class,
            ValidateCommand.class,
            EvaluateCommand.class,
            RunCommand.class,
            TopicsCommand.class,
            SendCommand.class,
            WatchCommand.class,
            RecommendCommand.class,
            WhyCommand.class,
            ForgetCommand.class,
            TrainCommand.class,
            ModelsCommand.class,
            RolloutsCommand.class,
            DlqCommand.class,
            DoctorCommand.class,
            AutoComplete.GenerateCompletion.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nStart here:%n",
        footer = {
            "  millrace demo                         a whole pipeline on this machine, with simulated users",
            "  millrace demo --data events.csv.gz    the same with your own events",
            "  millrace run all                      every app in this process, against a cluster of yours",
            "  millrace help COMMAND                 options and examples of one command",
            "  millrace bench list                   the benchmarks behind the published figures",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong options or unusable input file."
        })
public final class Millrace implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show Kafka's log on standard error, and stack traces with errors.")
    void verbose(boolean wanted) {
        if (wanted) {
            Logs.toStandardError();
        }
    }

    public static void main(String[] args) {
        Logs.silence();
        System.exit(commandLine().execute(args));
    }

    /** The command tree, ready to execute; for tests as well. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Millrace());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(Math.max(80, Math.min(120, Integer.getInteger("millrace.columns", 100))));
        line.setParameterExceptionHandler((failure, given) -> misused(failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say which command to run");
    }

    private static int misused(CommandLine.ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("millrace: " + failure.getMessage() + "; `" + name + " --help` shows how it is used");
        return ExitCodes.BAD_INPUT;
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (Logs.areShown()) {
            failure.printStackTrace(err);
        }
        if (failure instanceof CommandFailure known) {
            err.println("millrace: " + known.getMessage());
            return known.exitCode();
        }
        err.println("millrace: " + Failures.sentence(failure) + (Logs.areShown() ? "" : " (--verbose shows where)"));
        return ExitCodes.FAILED;
    }
}
