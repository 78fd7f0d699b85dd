package dev.millrace.cli.evaluate;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.demo.Served;
import dev.millrace.cli.demo.ThroughApps;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.rules.Rules;
import dev.millrace.model.rules.RulesFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Replays a stream through the real apps and compares their lists with those of an offline replay. */
public final class ThroughKafka {

    private static final int PARTITIONS = 4;

    /**
     * What is compared.
     *
     * @param history share of the events, by time, that is there before the first model is trained
     * @param live about so many of the events after it are replayed; 0: all
     * @param rate events per second; 0: step by step, each moment awaited
     * @param rules that the publisher applies; null: none
     */
    public record Settings(
            double history, int live, double rate, @Nullable Path rules) {}

    private ThroughKafka() {}

    /** Takes minutes: about seven moments a second step by step. */
    public static ServedComparison run(
            InteractionLog log, List<CatalogItem> items, Map<String, ItemFacts> catalogue, Settings settings) {
        int cut = log.cut(settings.history());
        if (cut == 0 || cut == log.size()) {
            throw CommandFailure.badInput("--history " + settings.history() + " leaves no events on one side");
        }
        int wanted = settings.live() == 0 ? log.size() : (int) Math.min(log.size(), (long) cut + settings.live());
        int end = log.firstAt(log.timestampMs(wanted - 1) + 1);
        Set<String> types = new TreeSet<>();
        for (int type = 0; type < log.typeCount(); type++) {
            types.add(log.typeName(type));
        }
        Path file = settings.rules();
        Served served = ThroughApps.run(new ThroughApps.Settings(
                log,
                items,
                cut,
                end - cut,
                settings.rate(),
                PARTITIONS,
                types,
                file == null ? Map.of() : Map.of("publisher.rules", file.toString())));
        var comparison = new ServedComparison(
                served, catalogue, FeatureDefinitions.standard(), file == null ? Rules.NONE : RulesFile.load(file));
        comparison.run();
        return comparison;
    }
}
