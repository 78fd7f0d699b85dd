package dev.millrace.cli.commands;

import dev.millrace.avro.Challenger;
import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Moment;
import dev.millrace.cli.console.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the commands that decide which model serves. */
@Command(
        name = "rollouts",
        header = "See and decide which models serve which slot.",
        mixinStandardHelpOptions = true,
        subcommands = {RolloutsCommand.ListAll.class, RolloutsCommand.Set.class, RolloutsCommand.Rollback.class})
public final class RolloutsCommand extends CommandGroup {

    /** Lists the decisions. */
    @Command(
            name = "list",
            header = "List every decision about which model serves, newest first.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends ClusterCommand {

        @Override
        int run(Cluster cluster) {
            ModelLedger ledger = ModelLedger.read(cluster);
            List<Rollout> all = ledger.slots().stream()
                    .flatMap(slot -> newestFirst(ledger.decisions(slot)).stream())
                    .toList();
            if (isJson()) {
                printJson(all.stream().map(AvroJson::of).toList());
                return ExitCodes.OK;
            }
            if (all.isEmpty()) {
                say("no decisions yet");
                return ExitCodes.OK;
            }
            Table table = Table.of("when", "slot", "action", "champion", "challengers", "shadows", "by", "reason");
            all.forEach(rollout -> table.row(
                    Moment.text(rollout.getDecidedAtMs()),
                    rollout.getSlot(),
                    rollout.getAction(),
                    rollout.getChampion(),
                    shares(rollout),
                    String.join(" ", rollout.getShadows()),
                    rollout.getDecidedBy(),
                    rollout.getReason()));
            print(table);
            return ExitCodes.OK;
        }

        private static String shares(Rollout rollout) {
            return rollout.getChallengers().stream()
                    .map(c -> String.format(Locale.ROOT, "%s %.0f %%", c.getVersion(), 100 * c.getShare()))
                    .collect(Collectors.joining(", "));
        }
    }

    /** Decides. */
    @Command(
            name = "set",
            header = "Say which models serve a slot from now on.",
            description = "The whole state of the slot is replaced; models take over without a restart.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  millrace rollouts set --champion VERSION",
                "  millrace rollouts set --champion OLD --challenger NEW=0.1 --experiment spring"
            })
    static final class Set extends ClusterCommand {

        @Option(names = "--slot", defaultValue = "default", description = "Slot (${DEFAULT-VALUE}).")
        private String slot = "default";

        @Option(names = "--champion", required = true, paramLabel = "VERSION", description = "Model that serves.")
        private String champion = "";

        @Option(
                names = "--challenger",
                paramLabel = "VERSION=SHARE",
                description = "Model that gets a share (0 to 1) of the users.")
        private Map<String, Double> challengers = new HashMap<>();

        @Option(names = "--shadow", paramLabel = "VERSION", description = "Model that scores but is not shown.")
        private List<String> shadows = new ArrayList<>();

        @Option(
                names = "--experiment",
                defaultValue = "",
                description = "Name that salts which users get a challenger.")
        private String experiment = "";

        @Option(
                names = "--reason",
                defaultValue = "set by hand",
                description = "Kept with the decision (${DEFAULT-VALUE}).")
        private String reason = "";

        @Override
        int run(Cluster cluster) {
            ModelLedger ledger = ModelLedger.read(cluster);
            require(ledger, champion);
            challengers.keySet().forEach(version -> require(ledger, version));
            shadows.forEach(version -> require(ledger, version));
            checkShares();
            Rollout decision = Rollout.newBuilder()
                    .setSlot(slot)
                    .setChampion(champion)
                    .setChallengers(challengers.entrySet().stream()
                            .map(entry -> new Challenger(entry.getKey(), entry.getValue()))
                            .toList())
                    .setShadows(shadows)
                    .setExperiment(experiment)
                    .setAction(!challengers.isEmpty() ? "challenge" : shadows.isEmpty() ? "promote" : "shadow")
                    .setReason(reason)
                    .setDecidedBy("cli")
                    .setDecidedAtMs(Clock.systemUTC().millis())
                    .build();
            publish(cluster, decision);
            say(isJson() ? AvroJson.of(decision).toPrettyString() : champion + " now serves slot " + slot);
            return ExitCodes.OK;
        }

        private void checkShares() {
            double sum = challengers.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            if (challengers.values().stream().anyMatch(share -> !(share > 0 && share <= 1)) || sum > 1) {
                throw CommandFailure.badInput(
                        "shares of challengers must be above 0 and at most 1 in all, were " + challengers);
            }
        }

        private static void require(ModelLedger ledger, String version) {
            if (ledger.model(version).isEmpty()) {
                throw CommandFailure.badInput(
                        "there is no model " + version + "; `millrace models list` shows those there are");
            }
        }
    }

    /** Goes back. */
    @Command(
            name = "rollback",
            header = "Let the champion before the present one serve again.",
            mixinStandardHelpOptions = true)
    static final class Rollback extends ClusterCommand {

        @Option(names = "--slot", defaultValue = "default", description = "Slot (${DEFAULT-VALUE}).")
        private String slot = "default";

        @Option(
                names = "--reason",
                defaultValue = "rolled back by hand",
                description = "Kept with the decision (${DEFAULT-VALUE}).")
        private String reason = "";

        @Override
        int run(Cluster cluster) {
            ModelLedger ledger = ModelLedger.read(cluster);
            String now = ledger.current(slot)
                    .map(Rollout::getChampion)
                    .orElseThrow(() -> CommandFailure.failed("slot " + slot + " has no champion yet"));
            String before = newestFirst(ledger.decisions(slot)).stream()
                    .map(Rollout::getChampion)
                    .filter(version -> !version.equals(now))
                    .findFirst()
                    .orElseThrow(
                            () -> CommandFailure.failed("slot " + slot + " never had another champion than " + now));
            Rollout decision = Rollout.newBuilder()
                    .setSlot(slot)
                    .setChampion(before)
                    .setAction("rollback")
                    .setReason(reason)
                    .setDecidedBy("cli")
                    .setDecidedAtMs(Clock.systemUTC().millis())
                    .build();
            publish(cluster, decision);
            say(
                    isJson()
                            ? AvroJson.of(decision).toPrettyString()
                            : before + " serves slot " + slot + " again, instead of " + now);
            return ExitCodes.OK;
        }
    }

    private static void publish(Cluster cluster, Rollout decision) {
        try (Sender sender = new Sender(cluster)) {
            sender.send(cluster.topics().rollouts(), decision.getSlot(), decision);
            sender.flush();
        }
    }

    private static List<Rollout> newestFirst(List<Rollout> decisions) {
        List<Rollout> reversed = new ArrayList<>(decisions);
        Collections.reverse(reversed);
        return reversed;
    }
}
