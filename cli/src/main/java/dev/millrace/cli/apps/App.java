package dev.millrace.cli.apps;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.training.service.TrainingService;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything that {@code millrace run} can start, in the order in which it is started and stopped. */
public enum App {
    INGEST("ingest-app", IngestApp::definition),
    FEATURE("feature-app", FeatureApp::definition),
    SCORING("scoring-app", ScoringApp::definition),
    PUBLISHER("publisher-app", PublisherApp::definition),
    RETRAIN_TRIGGER("retrain-trigger-app", RetrainTriggerApp::definition),
    TRAINING(TrainingService.NAME, TrainingCompanion::start),
    REGISTRY("registry", RegistryCompanion::start);

    /** Means every app. */
    public static final String ALL = "all";

    private final String id;
    private final BiConsumer<RunningApps, Settings> starter;

    App(String id, Supplier<AppDefinition> definition) {
        this(id, (running, settings) -> running.start(definition.get(), settings));
    }

    App(String id, BiConsumer<RunningApps, Settings> starter) {
        this.id = id;
        this.starter = starter;
    }

    /** Name of its settings file, and in the topic catalogue. */
    public String id() {
        return id;
    }

    /** What a user types; the id works too. */
    public String shortName() {
        return id.replace("-app", "");
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(App::id).toList();
    }

    /** @param names of apps, or {@code all}; each counts once */
    public static Set<App> named(List<String> names) {
        Set<App> apps = EnumSet.noneOf(App.class);
        names.forEach(name -> apps.addAll(named(name.toLowerCase(Locale.ROOT))));
        return apps;
    }

    private static Set<App> named(String name) {
        if (name.equals(ALL)) {
            return EnumSet.allOf(App.class);
        }
        return Arrays.stream(values())
                .filter(app -> app.id.equals(name) || app.shortName().equals(name))
                .findFirst()
                .map(EnumSet::of)
                .orElseThrow(() -> CommandFailure.badInput("there is no app '" + name + "'; there are "
                        + Arrays.stream(values()).map(App::shortName).collect(Collectors.joining(", ")) + " and "
                        + ALL));
    }

    void start(RunningApps running, Settings settings) {
        starter.accept(running, settings);
    }
}
