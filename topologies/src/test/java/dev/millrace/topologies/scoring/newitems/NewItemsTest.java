package dev.millrace.topologies.scoring.newitems;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.testkit.Samples.item;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.ItemVector;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.topologies.scoring.ScoringFlow;
import dev.millrace.topologies.scoring.ScoringSettings;
import dev.millrace.topologies.scoring.background.Sessions;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import dev.millrace.topologies.scoring.models.TestModels;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewItemsTest {

    static final Duration INTERVAL = ScoringSettings.defaults().newItemInterval();

    final ModelsInService models = new ModelsInService(Lineup.withoutModel("default"));
    final ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(), models);
    int minutes;

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldBringAnItemThatTheModelHasNotSeenIntoListsWithinSeconds() {
        serve("m1", 40);
        String liked = "i7";
        clicks("ann", liked);
        assertThat(listOf("ann")).extracting(Candidate::getItemId).doesNotContain("fresh");

        for (int user = 0; user < 5; user++) {
            clicks("u" + user, liked, "fresh");
        }
        assertThat(vectors()).as("not before the interval is over").isEmpty();
        flow.flow.advanceWallClock(INTERVAL);

        List<KeyValue<String, ItemVector>> vectors = vectors();
        assertThat(vectors).extracting(vector -> vector.key).containsExactly("fresh");
        assertThat(vectors.get(0).value.getModelVersion()).isEqualTo("m1");
        assertThat(vectors.get(0).value.getObservations()).isEqualTo(5);
        assertThat(vectors.get(0).value.getAsOfMs())
                .isEqualTo(T0.plus(Duration.ofMinutes(minutes)).toEpochMilli());

        clicks("ann", liked);
        assertThat(listOf("ann"))
                .filteredOn(candidate -> candidate.getItemId().equals("fresh"))
                .singleElement()
                .satisfies(candidate -> {
                    assertThat(candidate.getSource()).isEqualTo("personal");
                    assertThat(candidate.getReasons().get(0).getItemId()).isEqualTo(liked);
                });
    }

    @Test
    void shouldPublishABusyItemOncePerInterval() {
        serve("m1", 40);
        for (int user = 0; user < 30; user++) {
            clicks("u" + user, "i1", "fresh");
        }
        flow.flow.advanceWallClock(INTERVAL);
        assertThat(vectors()).hasSize(1);
        flow.flow.advanceWallClock(INTERVAL.multipliedBy(3));
        assertThat(vectors()).as("nothing has changed").isEmpty();
    }

    @Test
    void shouldPublishWithEachEventWithoutAnInterval() {
        try (var atOnce = new ScoringFlow(ScoringFlow.settings(Duration.ZERO, Sessions.NONE), models)) {
            models.swap(
                    Lineup.of("default", atOnce.model(TestModels.foldingNewItemsIn(TestModels.bundle("m1", 40, 3)))));
            for (int minute = 0; minute < 3; minute++) {
                atOnce.event(click("ann", minute == 0 ? "i1" : "fresh", T0.plus(Duration.ofMinutes(minute))));
                atOnce.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            }
            assertThat(atOnce.flow.read(atOnce.topics().newItemVectors()))
                    .extracting(vector -> vector.value.getObservations())
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldCostNothingForItemsThatTheModelKnows() {
        serve("m1", 40);
        clicks("ann", "i1", "i2", "i3");
        flow.flow.advanceWallClock(INTERVAL);
        assertThat(vectors()).isEmpty();
        assertThat(flow.meters.get(NewItemMetrics.TOUCHES).counter().count()).isZero();
    }

    @Test
    void shouldLeaveNewItemsToOtherSourcesWhenTheModelCannotFoldThemIn() {
        models.swap(Lineup.of("default", flow.model("m1", 3)));
        clicks("ann", "i1", "fresh");
        flow.flow.advanceWallClock(INTERVAL);
        assertThat(vectors()).isEmpty();
    }

    @Test
    void shouldTakeTheVectorBackWhenTheNextModelKnowsTheItem() {
        serve("m1", 30);
        clicks("ann", "i1", "i35", "fresh");
        flow.flow.advanceWallClock(INTERVAL);
        assertThat(vectors()).extracting(vector -> vector.key).containsExactlyInAnyOrder("i35", "fresh");

        serve("m2", 40);
        clicks("ann", "i2");
        flow.flow.advanceWallClock(INTERVAL);
        flow.flow.advanceWallClock(INTERVAL);

        List<KeyValue<String, ItemVector>> after = vectors();
        assertThat(after)
                .filteredOn(vector -> vector.key.equals("i35"))
                .extracting(vector -> vector.value)
                .containsExactly((ItemVector) null);
        assertThat(after)
                .filteredOn(vector -> vector.key.equals("fresh"))
                .last()
                .satisfies(vector -> assertThat(vector.value.getModelVersion())
                        .as("folded in anew from ann's history")
                        .isEqualTo("m2"));
        assertThat(flow.items.newItems("m1").size()).isZero();
    }

    @Test
    void shouldGiveOneItemAVectorForEachModelInService() {
        ServingModel champion = model("m1", 40, 3);
        ServingModel shadow = model("m2", 40, 4);
        models.swap(new Lineup("default", "", champion, List.of(), List.of(shadow)));

        clicks("ann", "i1", "fresh");
        flow.flow.advanceWallClock(INTERVAL);

        ItemVector vector = vectors().get(0).value;
        assertThat(vector.getModelVersion()).isEqualTo("m1");
        assertThat(vector.getFactors()).hasSize(3);
        assertThat(vector.getOthers()).singleElement().satisfies(other -> {
            assertThat(other.getModelVersion()).isEqualTo("m2");
            assertThat(other.getFactors()).hasSize(4);
        });
        assertThat(champion.newItems().size()).isEqualTo(1);
        assertThat(shadow.newItems().size()).isEqualTo(1);
    }

    @Test
    void shouldNotMixVectorsOfTwoModels() {
        serve("m1", 40);
        var foreign = new ItemVector("m0", List.of(100f, 100f, 100f), 3L, 1L, List.of());
        flow.flow.pipe(flow.topics().newItemVectors(), "fresh", foreign, T0);
        flow.flow.pipe(flow.topics().catalog(), "i1", item("One"), T0);

        clicks("ann", "i1");

        assertThat(listOf("ann")).extracting(Candidate::getItemId).doesNotContain("fresh");
        flow.flow.pipe(flow.topics().newItemVectors(), "fresh", null, T0);
        assertThat(flow.items.newItems("m0").size()).isZero();
    }

    private void serve(String version, int items) {
        models.swap(Lineup.of("default", model(version, items, 3)));
    }

    private ServingModel model(String version, int items, int dimension) {
        ModelBundle bundle = TestModels.foldingNewItemsIn(TestModels.bundle(version, items, dimension));
        return flow.model(bundle);
    }

    /** Each a minute after the last one, so that none is taken for part of a burst. */
    private void clicks(String user, String... items) {
        for (String item : items) {
            flow.event(click(user, item, T0.plus(Duration.ofMinutes(++minutes))));
            flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
    }

    private List<KeyValue<String, ItemVector>> vectors() {
        return flow.flow.read(flow.topics().newItemVectors());
    }

    private List<Candidate> listOf(String user) {
        return flow.candidates().stream()
                .filter(list -> list.key.equals(user))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .value
                .getItems();
    }
}
