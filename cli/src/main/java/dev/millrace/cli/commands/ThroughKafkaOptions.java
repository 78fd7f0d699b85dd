package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.evaluate.ServedReport;
import dev.millrace.cli.evaluate.ThroughKafka;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The other job of {@code evaluate}: to show that the apps publish the lists that are measured. */
final class ThroughKafkaOptions {

    @Option(
            names = "--through-kafka",
            description = {
                "Instead of measuring, replay the events through the real apps over a broker in this process, and compare"
                        + " every published list, and the features logged with it, with those of an offline replay."
            })
    private boolean wanted;

    @Option(
            names = "--live",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "With --through-kafka: replay about so many events after the history; 0: all (${DEFAULT-VALUE}).")
    private int live;

    @Option(
            names = "--rate",
            paramLabel = "N|step",
            defaultValue = "step",
            description =
                    "With --through-kafka: events per second, or each moment when all lists and features of the one"
                            + " before are there (${DEFAULT-VALUE}).")
    private String rate = "step";

    boolean wanted() {
        return wanted;
    }

    void check() {
        if (live < 0) {
            throw CommandFailure.badInput("--live must not be negative, was " + live);
        }
    }

    /** Takes minutes. */
    ServedReport compare(
            InteractionLog log,
            List<CatalogItem> items,
            Map<String, ItemFacts> catalogue,
            double history,
            @Nullable Path rules) {
        double perSecond = rate.equals("step") ? 0 : Pace.parse(rate);
        return new ServedReport(
                ThroughKafka.run(log, items, catalogue, new ThroughKafka.Settings(history, live, perSecond, rules)));
    }
}
