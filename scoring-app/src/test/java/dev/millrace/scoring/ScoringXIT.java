package dev.millrace.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.scoring.ScoringSettings;
import dev.millrace.topologies.scoring.ScoringTopology;
import dev.millrace.topologies.scoring.models.ModelMetrics;
import dev.millrace.topologies.scoring.models.ModelsInService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The scoring app under exactly-once on a real broker. */
class ScoringXIT {

    @TempDir
    Path dir;

    Scenario scenario;

    @BeforeEach
    void open(TestInfo test) {
        scenario = new Scenario(test.getTestMethod().orElseThrow().getName(), 3);
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void shouldServeEveryUserWithoutAModelAndSwapModelsWhileEventsComeIn() throws InterruptedException {
        try (StreamsApp app = start()) {
            scenario.send(100, 4);
            Map<String, Candidates> lists = scenario.awaitLists("a list", list -> true);
            scenario.assertExact(lists);
            assertThat(lists.values())
                    .allSatisfy(list -> assertThat(list.getModelVersion()).isNull());
            assertThat(app.health().isReady()).as("nothing was rolled out").isTrue();

            scenario.models.register("m1", 8);
            scenario.models.rollOut("m1");
            scenario.send(30, 3);
            lists = scenario.awaitLists("a list of m1", list -> "m1".equals(list.getModelVersion()));
            scenario.assertExact(lists);

            scenario.models.registerDamaged("bad");
            scenario.models.rollOut("bad");
            await("the damaged model to be refused", () -> refused(app) == 1);
            scenario.send(30, 1);
            lists = scenario.awaitLists("a list of the old model", list -> "m1".equals(list.getModelVersion()));
            assertThat(app.health().isReady()).isTrue();

            scenario.models.register("m2", 16);
            scenario.models.rollOut("m2");
            scenario.send(50, 2);
            lists = scenario.awaitLists("a list of m2", list -> "m2".equals(list.getModelVersion()));
            scenario.assertExact(lists);
            assertThat(countedEvents(app)).isEqualTo(400 + 90 + 30 + 100);

            scenario.models.rollOut("m1");
            scenario.awaitLists("a list of m1 again", list -> "m1".equals(list.getModelVersion()));
        }
    }

    @Test
    void shouldScoreAfterARestartWhoWasWaitingBefore() throws InterruptedException {
        // An app that never learns whether there are models, so that everybody waits.
        AppDefinition undecided = AppDefinition.of("scoring-app", context -> {
            var items = new ItemTable(FeatureDefinitions.standard());
            return ScoringTopology.build(
                    context.topologyConfig(),
                    context.topics(),
                    ScoringSettings.defaults(),
                    items,
                    new ModelsInService(),
                    context.meters(),
                    context.clock());
        });
        try (StreamsApp app = StreamsApp.start(undecided, settings())) {
            scenario.send(50, 4);
            await("all events to be taken in", () -> countedEvents(app) == 200);
            assertThat(waiting(app)).isEqualTo(50);
        }
        scenario.models.register("m1", 8);
        scenario.models.rollOut("m1");

        try (StreamsApp app = start()) {
            scenario.assertExact(scenario.awaitLists("a list", list -> "m1".equals(list.getModelVersion())));
            await("nobody to wait any more", () -> waiting(app) == 0);
            assertThat(countedEvents(app)).isEqualTo(200);
        }
    }

    @Test
    void shouldNotBeReadyButGoOnWithoutAModelWhenNothingRolledOutIsUsable() {
        scenario.models.rollOut("nowhere");
        try (StreamsApp app = start()) {
            scenario.send(20, 2);
            scenario.assertExact(scenario.awaitLists("a list", list -> list.getModelVersion() == null));
            assertThat(app.health().isReady()).isFalse();

            scenario.models.register("nowhere", 8);
            scenario.assertExact(scenario.awaitLists("a list", list -> "nowhere".equals(list.getModelVersion())));
            assertThat(app.health().isReady()).isTrue();
        }
    }

    StreamsApp start() {
        return StreamsApp.start(ScoringApp.definition(), settings());
    }

    Settings settings() {
        return Settings.bundled("scoring-app").with(scenario.settings(dir));
    }

    static double refused(StreamsApp app) {
        return app.meters().find(ModelMetrics.REFUSED).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    static long countedEvents(StreamsApp app) {
        long events = 0;
        try (KeyValueIterator<String, byte[]> all =
                ScoringXIT.<byte[]>store(app, ScoringTopology.PREFERENCES_STORE).all()) {
            while (all.hasNext()) {
                events += PreferenceCodec.decode(all.next().value).eventCount();
            }
        }
        return events;
    }

    static long waiting(StreamsApp app) {
        long users = 0;
        try (KeyValueIterator<String, byte[]> all =
                ScoringXIT.<byte[]>store(app, ScoringTopology.AWAITING_STORE).all()) {
            for (; all.hasNext(); users++) {
                all.next();
            }
        }
        return users;
    }

    static <V> ReadOnlyKeyValueStore<String, V> store(StreamsApp app, String name) {
        return Objects.requireNonNull(app.streams()
                .store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, V>keyValueStore())));
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        var never = new CountDownLatch(1);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    /** False while the stores are not open yet. */
    static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (InvalidStateStoreException e) {
            return false;
        }
    }
}
