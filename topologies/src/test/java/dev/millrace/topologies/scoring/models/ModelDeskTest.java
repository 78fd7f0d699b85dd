package dev.millrace.topologies.scoring.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Challenger;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.Chunks;
import dev.millrace.model.bundle.FileEntry;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.topologies.scoring.ScoringSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDeskTest {

    final ItemTable items = new ItemTable(TestModels.DEFINITIONS);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Shelf shelf = new Shelf();
    final ModelsInService service = new ModelsInService();
    final ModelFeedSettings limits = new ModelFeedSettings(8 << 20, 0.5, 3);
    final ModelDesk desk = newDesk(service);

    @Test
    void shouldServeWithoutAModelWhileNothingIsRolledOut() {
        register(TestModels.bundle("m1", 20, 3));

        settle();

        assertThat(current().champion()).isNull();
        assertThat(desk.status().ready()).isTrue();
    }

    @Test
    void shouldPutTheRolledOutModelIntoService() {
        register(TestModels.bundle("m1", 20, 3, TestModels.ranker()));
        desk.rollout(TestModels.rollout("m1"));

        settle();

        assertThat(champion().version()).isEqualTo("m1");
        assertThat(champion().ranker()).isNotNull();
        assertThat(desk.status().ready()).isTrue();
        assertThat(meters.get(ModelMetrics.IN_SERVICE)
                        .tags("version", "m1", "arm", "champion")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void shouldRollBackToAnEarlierModel() {
        register(TestModels.bundle("m1", 20, 3));
        register(TestModels.bundle("m2", 20, 3));
        for (String version : List.of("m1", "m2", "m1")) {
            desk.rollout(TestModels.rollout(version));
            settle();
            assertThat(champion().version()).isEqualTo(version);
        }
        assertThat(meters.get(ModelMetrics.SWAPS).counter().count()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = RefusalReason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TOO_SLOW", "TOO_MUCH_MEMORY", "CRASHED", "UNTRIED"})
    void shouldRefuseABadModelAndKeepTheChampion(RefusalReason reason) {
        register(TestModels.bundle("good", 20, 3));
        desk.rollout(TestModels.rollout("good"));
        settle();
        ServingModel good = champion();

        registerBad(reason);
        desk.rollout(TestModels.rollout("bad"));
        settle();

        assertThat(champion()).isSameAs(good);
        ModelStatus status = desk.status();
        assertThat(status.rolledOut()).isEqualTo("bad");
        assertThat(status.champion()).isEqualTo("good");
        assertThat(status.ready()).as("users are still served by a model").isTrue();
        assertThat(status.refused()).containsOnlyKeys("bad");
        assertThat(status.refused().get("bad"))
                .extracting(ModelStatus.Refusal::reason)
                .isEqualTo(reason);
        assertThat(meters.get(ModelMetrics.REFUSED)
                        .tag("reason", reason.code())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNotBeReadyWhenNothingThatWasRolledOutIsUsable() {
        desk.rollout(TestModels.rollout("nowhere"));

        settle();

        assertThat(current().champion()).as("lists without a model meanwhile").isNull();
        assertThat(desk.status().ready()).isFalse();
    }

    @Test
    void shouldStartWithTheChampionThatOthersKept() {
        register(TestModels.bundle("m1", 20, 3));
        registerBad(RefusalReason.DAMAGED);
        desk.rollout(TestModels.rollout("m1"));
        desk.rollout(TestModels.rollout("bad"));

        settle();

        assertThat(champion().version()).isEqualTo("m1");
    }

    @Test
    void shouldTryARefusedModelAgainWhenMoreOfItArrives() {
        desk.rollout(TestModels.rollout("late"));
        settle();
        ModelBundle late = TestModels.bundle("late", 20, 3);
        desk.manifest("late", TestModels.manifest(late));
        settle();
        assertThat(desk.status().refused().get("late"))
                .extracting(ModelStatus.Refusal::reason)
                .isEqualTo(RefusalReason.INCOMPLETE);

        shelf.chunks.putAll(TestModels.chunks(late));
        desk.arrived("late");
        settle();

        assertThat(champion().version()).isEqualTo("late");
        assertThat(desk.status().refused()).isEmpty();
    }

    @Test
    void shouldServeWithoutAChallengerThatIsBad() {
        register(TestModels.bundle("m1", 20, 3));
        register(TestModels.bundle("m2", 20, 3));
        registerBad(RefusalReason.BAD_RANKER);
        Rollout rollout = TestModels.rollout("m1");
        rollout.setExperiment("spring");
        rollout.setChallengers(List.of(new Challenger("bad", 0.3), new Challenger("m2", 0.2)));
        rollout.setShadows(List.of("nowhere"));

        desk.rollout(rollout);
        settle();

        assertThat(current().experiment()).isEqualTo("spring");
        assertThat(current().challengers()).hasSize(1);
        assertThat(current().challengers().get(0).model().version()).isEqualTo("m2");
        assertThat(current().shadows()).isEmpty();
        assertThat(desk.status().refused()).containsOnlyKeys("bad", "nowhere");
    }

    @Test
    void shouldIgnoreOtherSlots() {
        register(TestModels.bundle("m1", 20, 3));
        Rollout other = TestModels.rollout("m1");
        other.setSlot("another");

        desk.rollout(other);
        settle();

        assertThat(current().champion()).isNull();
        assertThat(desk.status().rolledOut()).isNull();
    }

    @Test
    void shouldReadAModelOnceForAsLongAsItServes() {
        register(TestModels.bundle("m1", 20, 3));
        desk.rollout(TestModels.rollout("m1"));
        settle();
        desk.rollout(TestModels.rollout("m1"));
        settle();
        settle();

        assertThat(shelf.reads).isEqualTo(1);
    }

    /** As the feed does: again and again, until every ranker has been tried. */
    private void settle() {
        do {
            desk.settle();
            LockSupport.parkNanos(1_000_000);
        } while (desk.waiting());
    }

    @Test
    void shouldRollBackWhileARankerIsBeingTried() {
        register(TestModels.bundle("m1", 20, 3));
        register(TestModels.bundle("m2", 20, 3));
        float[] weights = new float[TestModels.DEFINITIONS.columns().size()];
        weights[1] = System.nanoTime() % 1000; // a ranker that nobody has tried yet
        register(TestModels.bundle("tried", 20, 3, OnnxExport.linear(new LinearRanker(weights))));
        desk.rollout(TestModels.rollout("m1"));
        settle();

        desk.rollout(TestModels.rollout("tried"));
        desk.settle();
        assertThat(desk.waiting()).as("being tried").isTrue();
        assertThat(champion().version()).isEqualTo("m1");
        desk.rollout(TestModels.rollout("m2"));
        desk.settle();

        assertThat(champion().version())
                .as("served without waiting for the trial")
                .isEqualTo("m2");
        assertThat(desk.waiting()).as("nobody asks for it any more").isFalse();
    }

    @Test
    void shouldRefuseAModelThatTheHeapCannotHoldBeforeItIsRead() {
        ModelBundle bundle = TestModels.bundle("large", 20, 3);
        ModelManifest manifest = TestModels.manifest(bundle);
        long heap = Runtime.getRuntime().maxMemory();
        manifest.getFiles().get(0).setChunks((int) (heap / Chunks.SIZE));
        var loader = new ModelLoader(ScoringSettings.defaults(), ModelFeedSettings.defaults(), items);

        assertThatThrownBy(() -> loader.load(manifest, shelf))
                .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(RefusalReason.TOO_LARGE));
        assertThat(shelf.reads).isZero();
    }

    private void registerBad(RefusalReason reason) {
        ModelBundle bundle = TestModels.bundle("bad", 20, 3);
        ModelManifest manifest = TestModels.manifest(bundle);
        Map<String, byte[]> chunks = TestModels.chunks(bundle);
        switch (reason) {
            case UNKNOWN -> {
                return;
            }
            case INCOMPLETE -> chunks.remove(Chunks.key("bad", BundleFiles.FACTORS, 0));
            case TOO_LARGE -> manifest.getFiles().get(0).setChunks(1 << 20);
            case DAMAGED -> Objects.requireNonNull(chunks.get(Chunks.key("bad", BundleFiles.FACTORS, 0)))[40] ^= 1;
            case BAD_RANKER -> {
                ModelBundle garbage = TestModels.bundle("bad", 20, 3, new byte[] {1, 2, 3});
                manifest = TestModels.manifest(garbage);
                chunks = TestModels.chunks(garbage);
            }
            case FAILS_SMOKE_TEST -> {
                // Finite for the rows that any ranker has to score first, not for an item that nobody has touched.
                float[] weights = new float[TestModels.DEFINITIONS.columns().size()];
                weights[TestModels.DEFINITIONS.names().indexOf("item-recency")] = 1e38f;
                ModelBundle wild = TestModels.bundle("bad", 20, 3, OnnxExport.linear(new LinearRanker(weights)));
                manifest = TestModels.manifest(wild);
                chunks = TestModels.chunks(wild);
            }
            default -> throw new IllegalArgumentException("see RankerTrialsTest: " + reason);
        }
        shelf.chunks.putAll(chunks);
        desk.manifest("bad", manifest);
    }

    private void register(ModelBundle bundle) {
        shelf.chunks.putAll(TestModels.chunks(bundle));
        desk.manifest(bundle.version(), TestModels.manifest(bundle));
    }

    private ModelDesk newDesk(ModelsInService into) {
        var loader = new ModelLoader(ScoringSettings.defaults(), limits, items);
        return new ModelDesk("default", loader, shelf, into, new ModelMetrics(meters));
    }

    private Lineup current() {
        return Objects.requireNonNull(service.current());
    }

    private ServingModel champion() {
        return Objects.requireNonNull(current().champion());
    }

    /** Chunks by key, in memory. */
    private static final class Shelf implements Artifacts {
        final Map<String, byte[]> chunks = new HashMap<>();
        int reads;

        @Override
        public Map<String, List<byte @Nullable []>> read(String version, Collection<FileEntry> files) {
            reads++;
            Map<String, List<byte @Nullable []>> found = new HashMap<>();
            for (FileEntry file : files) {
                List<byte @Nullable []> of = new ArrayList<>();
                for (int i = 0; i < file.chunks(); i++) {
                    of.add(chunks.get(Chunks.key(version, file.name(), i)));
                }
                found.put(file.name(), of);
            }
            return found;
        }
    }
}
