package dev.millrace.topologies.scoring.background;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.topologies.scoring.ScoringFlow;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshSweepTest {

    static final Refresh DAILY = new Refresh(Duration.ofDays(1), Duration.ofDays(30), 100);

    final ModelsInService models = new ModelsInService(Lineup.withoutModel("default"));
    final ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(DAILY), models);

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldMakeTheListsOfSilentUsersAnewOnceADay() {
        at(0, "ann", "i1");
        pass();
        at(0.5, "bob", "i1");
        at(0.9, "cid", "i1");
        flow.candidates();
        pass();
        assertThat(users()).as("younger than a day").isEmpty();

        at(1, "cid", "i2");
        flow.candidates();
        pass();
        List<KeyValue<String, Candidates>> refreshed = flow.candidates();
        assertThat(refreshed).extracting(list -> list.key).containsExactly("ann", "bob");
        assertThat(refreshed)
                .as("no event asked for it, so no latency is measured from one")
                .allSatisfy(list -> assertThat(list.value.getEventAppendedMs()).isZero());

        pass();
        assertThat(users()).as("once").isEmpty();

        at(2, "cid", "i3");
        flow.candidates();
        pass();
        assertThat(users()).containsExactly("ann", "bob");
    }

    @Test
    void shouldLeaveUsersAloneWhoHaveBeenSilentForLong() {
        at(0, "ann", "i1");
        pass();
        at(20, "bob", "i1");
        pass();
        flow.candidates();
        at(35, "cid", "i1");
        flow.candidates();
        pass();
        assertThat(users()).containsExactly("bob");
    }

    @Test
    void shouldSpreadAPassOverManySteps() {
        IntStream.range(0, 25).forEach(i -> at(0, String.format("user%02d", i), "i1"));
        pass();
        at(1, "zoe", "i1");
        flow.candidates();
        flow.flow.advanceWallClock(ScoringFlow.settings().housekeeping());
        flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        flow.flow.advanceWallClock(Duration.ofMillis(20));
        assertThat(users()).as("100 per second in steps of 20 ms").hasSizeLessThan(10);
        pass();
        assertThat(users()).contains("user24").hasSizeGreaterThan(15);
    }

    @Test
    void shouldNotDoTwiceWhatAChangeOfModelDoes() {
        at(0, "ann", "i1");
        pass();
        at(1, "bob", "i1");
        flow.candidates();
        models.swap(Lineup.of("default", flow.model("m1", 3)));
        pass();
        assertThat(users()).containsExactlyInAnyOrder("ann", "bob");
    }

    /** Housekeeping, then as many steps as a pass through few users may take. */
    private void pass() {
        flow.flow.advanceWallClock(ScoringFlow.settings().housekeeping());
        for (int i = 0; i < 40; i++) {
            flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            flow.flow.advanceWallClock(Duration.ofMillis(20));
        }
    }

    private void at(double day, String user, String item) {
        flow.event(click(user, item, T0.plus(Duration.ofMinutes((long) (day * 24 * 60)))));
        flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private List<String> users() {
        return flow.candidates().stream().map(list -> list.key).toList();
    }
}
