package dev.millrace.cli.demo;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventFile;
import dev.millrace.cli.input.FileReport;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.cli.simulate.SimulationSettings;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A workload ready to run and what was found while preparing it.
 *
 * @param input report on the event file; null for simulated users
 * @param eventTypes types that occur often enough to be meant
 * @param remarks what the user should know about the files
 * @param fingerprint names the workload: a kept directory takes the same one again
 */
record Workloads(
        Workload workload,
        @Nullable FileReport input,
        Set<String> eventTypes,
        List<String> remarks,
        String fingerprint) {

    /** A type must have this share of a file's events; rarer ones are left to ingest to judge. */
    private static final double MEANT_SHARE = 0.001;

    static Workloads prepare(DemoSettings settings) {
        if (settings.data() == null) {
            if (settings.items() != null) {
                throw CommandFailure.badInput("--items needs --data: simulated users bring their own catalogue");
            }
            SimulationSettings shop = SimulationSettings.DEFAULT.withSeed(settings.seed());
            return new Workloads(
                    new SimulatedWorkload(shop), null, Set.of("view", "click", "purchase"), List.of(), shop.toString());
        }
        return ofFile(settings, settings.data());
    }

    private static Workloads ofFile(DemoSettings settings, Path data) {
        EventFile.Loaded events = EventFile.read(data, settings.reading()).requireWeight();
        List<String> remarks = new ArrayList<>(named(events.report()));
        List<CatalogItem> items = List.of();
        if (settings.items() != null) {
            ItemFile.Loaded catalogue = ItemFile.read(settings.items(), settings.reading());
            items = catalogue.items();
            remarks.addAll(named(catalogue.report()));
        }
        String fingerprint = String.format(
                Locale.ROOT,
                "%s with %d events, history %s, repeats %s",
                data.getFileName(),
                events.log().size(),
                settings.historyShare(),
                settings.repeats());
        return new Workloads(
                new FileWorkload(data, events.log(), items, settings.historyShare(), settings.repeats()),
                events.report(),
                frequentTypes(events.log()),
                remarks,
                fingerprint);
    }

    private static List<String> named(FileReport report) {
        return report.remarks().stream()
                .map(remark -> report.file().getFileName() + ": " + remark)
                .toList();
    }

    private static Set<String> frequentTypes(InteractionLog log) {
        long[] counts = new long[log.typeCount()];
        for (int i = 0; i < log.size(); i++) {
            counts[log.type(i)]++;
        }
        Set<String> types = new TreeSet<>();
        for (int type = 0; type < counts.length; type++) {
            if (counts[type] >= MEANT_SHARE * log.size()) {
                types.add(log.typeName(type));
            }
        }
        return types;
    }
}
