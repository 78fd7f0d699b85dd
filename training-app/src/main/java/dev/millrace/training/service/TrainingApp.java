package dev.millrace.training.service;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.shell.LogSetup;
import dev.millrace.shell.Management;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StartupChecks;
import dev.millrace.shell.StartupException;
import dev.millrace.shell.StopSignals;
import dev.millrace.training.KafkaAccess;
import dev.millrace.training.TrainingOutcome;
import dev.millrace.training.TrainingSettings;
import dev.millrace.training.pipeline.FactorSearch;
import dev.millrace.training.pipeline.Gate;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.RankerChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs training as a process; its settings are in training-app.properties. */
public final class TrainingApp {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingApp.class);
    private static final int MOST = Integer.MAX_VALUE;

    private TrainingApp() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args));
    }

    private static int run(String[] args) throws InterruptedException {
        StopSignals signals = StopSignals.listen();
        Management management;
        TrainingService service;
        try {
            Settings settings = Settings.load(TrainingService.NAME, args, System.getenv());
            settings.rejectUnknown();
            LogSetup.apply(settings);
            LOG.info("{} starts with\n{}", TrainingService.NAME, settings);
            management = Management.start(TrainingService.NAME, settings);
            service = start(settings, management);
        } catch (IllegalArgumentException e) {
            System.err.println(TrainingService.NAME + ": " + e.getMessage());
            return signals.isRequested() ? 0 : 2;
        } catch (StartupException e) {
            System.err.println(TrainingService.NAME + ": " + e.getMessage());
            return signals.isRequested() ? 0 : 1;
        }
        signals.started(TrainingService.NAME, service::close);
        try (management) {
            service.awaitEnd();
        }
        Throwable failure = service.failure();
        if (failure != null) {
            System.err.println(TrainingService.NAME + ": " + failure);
        }
        return failure == null ? 0 : 1;
    }

    /** Serves requests, with health and metrics at {@code management}. */
    public static TrainingService start(Settings settings, Management management) {
        var metrics = new TrainingMetrics(management.meters());
        TrainingService service = start(settings, outcome -> {
            LOG.info("Training ended: {}", outcome);
            metrics.ended(outcome);
        });
        management.running("consumer", service::isAlive);
        return service;
    }

    private static TrainingService start(Settings settings, Consumer<TrainingOutcome> outcomes) {
        AvroSerdes serdes = AvroSerdes.configured(settings.registry());
        Topics topics = Topics.of(settings.text("topics.prefix"), serdes);
        StartupChecks.await(TrainingService.NAME, settings, topics, serdes);
        Map<String, Object> client = new TreeMap<>(settings.kafka());
        client.put("bootstrap.servers", settings.text("bootstrap.servers"));
        return TrainingService.start(
                trainingSettings(settings),
                new KafkaAccess(topics, client),
                Clock.systemUTC(),
                ProgressListener.NONE,
                outcomes);
    }

    /** Reads what training-app.properties names. */
    public static TrainingSettings trainingSettings(Settings settings) {
        return new TrainingSettings(
                settings.text("training.slot"),
                TrainingSettings.Promotion.valueOf(
                        settings.oneOf("training.promote", "auto", "manual").toUpperCase(Locale.ROOT)),
                settings.duration("training.read-timeout"),
                new PipelineSettings(
                        EventWeights.defaults().with(eventWeights(settings)),
                        settings.decimal("training.search-share", 0, 1),
                        settings.decimal("training.validation-share", 0, 1),
                        settings.integer("training.targets", 1, MOST),
                        settings.integer("training.search.iterations", 1, MOST),
                        settings.integer("training.iterations", 1, MOST),
                        settings.integer("training.search.minimum-events", 0, MOST),
                        new FactorSearch.Budget(
                                settings.integer("training.search.trials", 1, MOST),
                                settings.duration("training.search.time")),
                        new RankerChoice(
                                settings.flag("training.ranker"),
                                settings.decimal("training.ranker.tree-micros", 0, 1e6)),
                        new Gate(
                                settings.integer("training.gate.minimum-events", 0, MOST),
                                settings.decimal("training.gate.popularity-margin", -1, 10),
                                settings.decimal("training.gate.champion-tolerance", 0, 1)),
                        settings.integer("training.seed", 0, MOST)),
                settings.integer("training.search.first-trials", 1, MOST),
                settings.optional("feature.definitions")
                        .map(file -> FeatureDefinitions.load(Path.of(file)))
                        .orElseGet(FeatureDefinitions::standard));
    }

    private static Map<String, String> eventWeights(Settings settings) {
        return settings.family(EventWeights.PREFIX).entrySet().stream()
                .collect(Collectors.toMap(weight -> EventWeights.PREFIX + weight.getKey(), Map.Entry::getValue));
    }
}
