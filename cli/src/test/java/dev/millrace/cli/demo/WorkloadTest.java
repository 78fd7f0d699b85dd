package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.cli.simulate.SimulationSettings;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    static final SimulationSettings SMALL = new SimulationSettings(3, 50, 100, 1_000, 600);

    @Test
    void shouldCutAFileWhereATimestampBegins() {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int i = 0; i < 100; i++) {
            log.add("u" + i % 7, "i" + i % 11, "click", Float.NaN, i / 20);
        }
        FileWorkload workload =
                new FileWorkload(Path.of("events.csv"), log.build(), List.of(), 0.55, RepeatedRows.KEEP);
        Kept history = new Kept();
        workload.history(history);
        Kept live = new Kept();
        workload.live(user -> List.of(), live);

        assertThat(workload.historyEvents()).isEqualTo(60).isEqualTo(history.events.size());
        assertThat(workload.liveEvents()).isEqualTo(40).isEqualTo(live.events.size());
        assertThat(history.events).extracting(Interaction::getTimestampMs).allMatch(at -> at < 3);
        assertThat(live.events).extracting(Interaction::getTimestampMs).allMatch(at -> at >= 3);
        assertThat(live.events).extracting(Interaction::getValue).containsOnlyNulls();
    }

    @Test
    void shouldRefuseAFileWithoutHistory() {
        InteractionLog log =
                InteractionLog.builder().add("u", "i", "click", 1, 5).build();

        assertThatThrownBy(() -> new FileWorkload(Path.of("one.csv"), log, List.of(), 0, RepeatedRows.DROP))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(2));
    }

    @Test
    void shouldRepeatSimulatedEventIdsWhateverIsShown() {
        Kept one = run(user -> List.of());
        Kept other = run(user -> List.of("item-00001", "item-00002"));

        assertThat(one.ids()).isEqualTo(other.ids()).hasSize(1_600);
        assertThat(one.users()).isEqualTo(other.users());
        assertThat(one.impressions).isEmpty();
        assertThat(other.impressions).isNotEmpty();
    }

    @Test
    void shouldBringEveryItemBeforeItIsUsed() {
        SimulatedWorkload workload = new SimulatedWorkload(SMALL);
        Set<String> arrived = new HashSet<>();
        workload.items().forEach(item -> arrived.add(item.itemId()));
        int atStart = arrived.size();
        Kept all = new Kept() {
            @Override
            public void item(CatalogItem item) {
                arrived.add(item.itemId());
            }

            @Override
            public void event(Interaction event) {
                super.event(event);
                assertThat(arrived).contains(event.getItemId());
            }
        };
        workload.history(all);
        workload.live(user -> List.of(), all);

        assertThat(atStart).isBetween(75, 99);
        assertThat(arrived).hasSize(100);
    }

    @Test
    void shouldGoOnAtTheTimeOfTheClockUntilItIsEnough() {
        SimulatedWorkload workload = new SimulatedWorkload(SMALL);
        Kept before = new Kept();
        workload.history(before);
        workload.live(user -> List.of(), before);
        Kept after = new Kept();
        workload.goOn(
                user -> List.of("item-00001"),
                after,
                Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC),
                () -> after.events.size() < 100);

        assertThat(after.events).hasSizeBetween(100, 112).allMatch(event -> event.getTimestampMs() == 7);
        assertThat(after.impressions).isNotEmpty().allMatch(shown -> shown.getTimestampMs() == 7);
        assertThat(after.ids()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(before.ids());
        assertThat(before.events).allMatch(event -> event.getTimestampMs() <= workload.endMs());
    }

    @Test
    void shouldMoveEveryTimeByTheSame() {
        TimeShift shift = TimeShift.between(1_000, 5_000);
        Interaction event = Interaction.newBuilder()
                .setUserId("u")
                .setItemId("i")
                .setEventType("click")
                .setTimestampMs(900)
                .build();
        Item item =
                Item.newBuilder().setCreatedAtMs(10L).setAvailableUntilMs(20L).build();

        assertThat(shift.apply(event).getTimestampMs()).isEqualTo(4_900);
        assertThat(shift.apply(item).getCreatedAtMs()).isEqualTo(4_010);
        assertThat(item.getAvailableUntilMs()).isEqualTo(4_020);
        assertThat(item.getAvailableFromMs()).isNull();
    }

    private static Kept run(Function<String, List<String>> lists) {
        SimulatedWorkload workload = new SimulatedWorkload(SMALL);
        Kept kept = new Kept();
        workload.history(kept);
        workload.live(lists::apply, kept);
        return kept;
    }

    private static class Kept implements Workload.Out {

        final List<Interaction> events = new ArrayList<>();
        final List<Impression> impressions = new ArrayList<>();

        @Override
        public void event(Interaction event) {
            events.add(event);
        }

        @Override
        public void impression(Impression impression) {
            impressions.add(impression);
        }

        @Override
        public void item(CatalogItem item) {}

        List<String> ids() {
            return events.stream().map(Interaction::getEventId).toList();
        }

        List<String> users() {
            return events.stream().map(Interaction::getUserId).toList();
        }
    }
}
