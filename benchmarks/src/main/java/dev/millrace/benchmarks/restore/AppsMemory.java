package dev.millrace.benchmarks.restore;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.AppProcess;
import dev.millrace.benchmarks.rig.Events;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.Storefront;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * All apps as processes of their own, as they are deployed: memory at rest and under load, and CPU time of an event.
 */
final class AppsMemory {

    private static final Duration STARTING = Duration.ofMinutes(5);

    private static final Map<String, Class<?>> MAINS = Map.of(
            "ingest-app", IngestApp.class,
            "feature-app", FeatureApp.class,
            "scoring-app", ScoringApp.class,
            "publisher-app", PublisherApp.class,
            "retrain-trigger-app", RetrainTriggerApp.class);

    private final Context context;
    private final Storefront shop;
    private final Map<String, String> settings;

    AppsMemory(Context context, Storefront shop, Map<String, String> settings) {
        this.context = context;
        this.shop = shop;
        this.settings = settings;
    }

    void run() {
        String of = String.format(
                Locale.ROOT, "apps, %,d items, %d events/s", context.number("items"), context.number("rate"));
        Map<String, AppProcess> running = new LinkedHashMap<>();
        try {
            for (AppDefinition app : RunningApps.ALL) {
                running.put(app.name(), start(app));
            }
            running.forEach((name, app) -> {
                context.add(of, name, "s to ready", Summary.exactly(app.awaitReady(STARTING)));
            });
            running.forEach((name, app) -> Memory.add(context, of, name, "at rest", app));
            load(running);
            int counted = context.number("rate") * context.number("seconds");
            Map<String, Double> before = cpu(running);
            load(running);
            Map<String, Double> after = cpu(running);
            running.forEach((name, app) -> {
                double seconds = after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
                context.add(of, name, "µs CPU/event", Summary.exactly(seconds * 1e6 / counted));
                Memory.add(context, of, name, "under load", app);
            });
        } finally {
            running.values().forEach(AppProcess::close);
        }
        // What users and items take together: a quotient by users, to be reckoned with and not to be split.
        running.keySet().forEach(name -> {
            double bytes = Memory.tableBytes(AppProcess.stateDirectory(shop.rig(), instance(name)));
            context.add(of, name, "bytes on disk/user", Summary.exactly(bytes / context.number("users")));
        });
    }

    private static String instance(String app) {
        return "apps-" + app;
    }

    private AppProcess start(AppDefinition app) {
        Class<?> main = MAINS.get(app.name());
        if (main == null) {
            throw new IllegalStateException("no main class known of " + app.name());
        }
        return AppProcess.start(
                shop.rig(), new AppProcess.Spec(instance(app.name()), app, main, context.number("heap"), -1, settings));
    }

    private static Map<String, Double> cpu(Map<String, AppProcess> running) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        running.forEach((name, app) -> seconds.put(name, app.cpuSeconds()));
        return seconds;
    }

    private void load(Map<String, AppProcess> running) {
        int rate = context.number("rate");
        Events events = shop.next(rate * context.number("seconds"));
        shop.send(events, rate, () -> running.values().forEach(AppProcess::check));
    }
}
