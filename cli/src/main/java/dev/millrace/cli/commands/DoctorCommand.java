package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Check;
import dev.millrace.cli.cluster.Check.Verdict;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Doctor;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.evaluate.SkewCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what is wrong. */
@Command(
        name = "doctor",
        header = "Examine broker, registry, topics, apps and model, and say what to do about what is wrong.",
        description = "Exit code 0 when nothing failed, 1 otherwise; warnings do not count.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  millrace doctor --bootstrap-server kafka:9092 --schema-registry http://registry:8081")
public final class DoctorCommand extends ClusterCommand {

    @Option(
            names = "--groups",
            paramLabel = "GROUP",
            split = ",",
            description = "Application ids of the apps, where they were set (PREFIX.ingest-app and so on).")
    private Set<String> groups = new TreeSet<>();

    @Option(
            names = "--skew",
            description =
                    "Also work out the features of the latest logged lists again, by replaying the valid interactions,"
                            + " and compare them with those served.")
    private boolean skew;

    @Override
    int run(Cluster cluster) {
        Set<String> applicationIds = groups.isEmpty() ? Doctor.applicationIds(cluster.prefix()) : groups;
        List<Check> checks = new ArrayList<>(new Doctor(cluster, applicationIds).examine());
        if (skew && checks.stream().noneMatch(check -> check.verdict() == Verdict.FAIL)) {
            checks.add(SkewCheck.of(cluster));
        }
        boolean failed = checks.stream().anyMatch(check -> check.verdict() == Verdict.FAIL);
        if (isJson()) {
            printJson(checks);
        } else {
            checks.forEach(this::print);
        }
        return failed ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private void print(Check check) {
        say(String.format(
                Locale.ROOT,
                "%-4s  %-24s  %s",
                check.verdict().name().toLowerCase(Locale.ROOT),
                check.what(),
                check.finding()));
        if (!check.remedy().isEmpty()) {
            say(" ".repeat(32) + "→ " + check.remedy());
        }
    }
}
