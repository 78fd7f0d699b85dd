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
import dev.millrace.training.registry.NextRollout;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
            description = "Roles that are not named stay as they are; models take over without a restart.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  millrace rollouts set --champion VERSION",
                "  millrace rollouts set --challenger NEW=0.1 --experiment spring",
                "  millrace rollouts set --no-challengers"
            })
    static final class Set extends ClusterCommand {

        @Option(names = "--slot", defaultValue = "default", description = "Slot (${DEFAULT-VALUE}).")
        private String slot = "default";

        @Option(
                names = "--champion",
                paramLabel = "VERSION",
                description = "Model that serves (the one that serves now).")
        private @Nullable String champion;

        @Option(
                names = "--challenger",
                paramLabel = "VERSION=SHARE",
                description = "Model that gets a share (0 to 1) of the users.")
        private Map<String, Double> challengers = new HashMap<>();

        @Option(names = "--shadow", paramLabel = "VERSION", description = "Model that scores but is not shown.")
        private List<String> shadows = new ArrayList<>();

        @Option(names = "--no-challengers", description = "End all challengers.")
        private boolean noChallengers;

        @Option(names = "--no-shadows", description = "End all shadows.")
        private boolean noShadows;

        @Option(
                names = "--experiment",
                description = "Name that salts which users get a challenger (none for new challengers).")
        private @Nullable String experiment;

        @Option(
                names = "--reason",
                defaultValue = "set by hand",
                description = "Kept with the decision (${DEFAULT-VALUE}).")
        private String reason = "";

        @Override
        int run(Cluster cluster) {
            ModelLedger ledger = ModelLedger.read(cluster);
            Rollout current = ledger.current(slot).orElse(null);
            String serves = champion != null ? champion : current == null ? null : current.getChampion();
            if (serves == null) {
                throw CommandFailure.badInput(
                        "slot " + slot + " has no champion yet; name one with --champion VERSION");
            }
            require(ledger, serves);
            challengers.keySet().forEach(version -> require(ledger, version));
            shadows.forEach(version -> require(ledger, version));
            checkShares();
            Rollout decision = next(current, serves)
                    .setAction(!challengers.isEmpty() ? "challenge" : shadows.isEmpty() ? "promote" : "shadow")
                    .setReason(reason)
                    .setDecidedBy("cli")
                    .setDecidedAtMs(Clock.systemUTC().millis())
                    .build();
            publish(cluster, decision);
            say(isJson() ? AvroJson.of(decision).toPrettyString() : serves + " now serves slot " + slot);
            return ExitCodes.OK;
        }

        /** What is not named stays as it is. */
        private Rollout.Builder next(@Nullable Rollout current, String serves) {
            Rollout.Builder next = NextRollout.withChampion(current, slot, serves);
            if (noChallengers || !challengers.isEmpty()) {
                NextRollout.challenge(
                        next,
                        challengers.entrySet().stream()
                                .map(entry -> new Challenger(entry.getKey(), entry.getValue()))
                                .toList());
                next.setExperiment("");
            }
            if (noShadows || !shadows.isEmpty()) {
                next.setShadows(shadows);
            }
            return experiment == null ? next : next.setExperiment(experiment);
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
            Rollout current = ledger.current(slot)
                    .orElseThrow(() -> CommandFailure.failed("slot " + slot + " has no champion yet"));
            String now = current.getChampion();
            String before = newestFirst(ledger.decisions(slot)).stream()
                    .map(Rollout::getChampion)
                    .filter(version -> !version.equals(now))
                    .findFirst()
                    .orElseThrow(
                            () -> CommandFailure.failed("slot " + slot + " never had another champion than " + now));
            Rollout decision = NextRollout.withChampion(current, slot, before)
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
