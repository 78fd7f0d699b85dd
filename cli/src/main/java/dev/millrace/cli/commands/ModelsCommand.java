package dev.millrace.cli.commands;

import dev.millrace.avro.ModelManifest;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Moment;
import dev.millrace.cli.console.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Groups the commands about models. */
@Command(
        name = "models",
        header = "List registered models, show what one of them is, and register rankers made elsewhere.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelsCommand.ListAll.class, ModelsCommand.Show.class, RegisterCommand.class})
public final class ModelsCommand extends CommandGroup {

    /** Lists them. */
    @Command(name = "list", header = "List registered models, newest first.", mixinStandardHelpOptions = true)
    static final class ListAll extends ClusterCommand {

        @Override
        int run(Cluster cluster) {
            ModelLedger ledger = ModelLedger.read(cluster);
            List<ModelManifest> models = ledger.models().stream()
                    .sorted(Comparator.comparingLong(ModelManifest::getCreatedAtMs)
                            .reversed())
                    .toList();
            if (isJson()) {
                printJson(models.stream().map(AvroJson::of).toList());
                return ExitCodes.OK;
            }
            if (models.isEmpty()) {
                say("no models yet; `millrace train` asks for the first");
                return ExitCodes.OK;
            }
            Table table =
                    Table.of("version", "made", "role", "events", "users", "items", "NDCG@20", "popularity", "seconds");
            for (ModelManifest model : models) {
                Map<String, Double> metrics = model.getMetrics();
                table.row(
                        model.getVersion(),
                        Moment.text(model.getCreatedAtMs()),
                        ledger.role(model.getVersion()),
                        count(model.getEventCount()),
                        count(model.getUserCount()),
                        count(model.getItemCount()),
                        metric(metrics.get("ndcg20"), 4),
                        metric(metrics.get("popularityNdcg20"), 4),
                        metric(metrics.get("trainSeconds"), 1));
            }
            print(table);
            return ExitCodes.OK;
        }
    }

    /** Shows one. */
    @Command(
            name = "show",
            header = "Show everything that one model is bound to.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  millrace models show VERSION --output json")
    static final class Show extends ClusterCommand {

        @Parameters(paramLabel = "VERSION", description = "As `millrace models list` prints it.")
        private String version = "";

        @Override
        int run(Cluster cluster) {
            ModelLedger ledger = ModelLedger.read(cluster);
            ModelManifest model = ledger.model(version)
                    .orElseThrow(() -> CommandFailure.failed(
                            "there is no model " + version + "; `millrace models list` shows those there are"));
            if (isJson()) {
                printJson(AvroJson.of(model));
                return ExitCodes.OK;
            }
            Table table = Table.of("model", version)
                    .row("made", Moment.text(model.getCreatedAtMs()))
                    .row("role", ledger.role(version).isEmpty() ? "none" : ledger.role(version))
                    .row("parent", String.valueOf(model.getParentVersion()))
                    .row(
                            "learned from",
                            count(model.getEventCount()) + " events of " + count(model.getUserCount()) + " users")
                    .row("items", count(model.getItemCount()) + ", " + model.getDimension() + " factors each");
            new TreeMap<>(model.getMetrics()).forEach((name, value) -> table.row("metric " + name, metric(value, 4)));
            new TreeMap<>(model.getSettings()).forEach((name, value) -> table.row("setting " + name, value));
            model.getTrainedOn()
                    .forEach(range -> table.row(
                            range.getTopic() + "-" + range.getPartition(),
                            "offsets " + range.getFromOffset() + " to " + (range.getUntilOffset() - 1)));
            model.getFiles()
                    .forEach(file -> table.row(
                            "file " + file.getName(),
                            count(file.getSize()) + " bytes, SHA-256 "
                                    + file.getSha256().substring(0, 12) + "…"));
            print(table);
            return ExitCodes.OK;
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String metric(@Nullable Double value, int digits) {
        return value == null ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
