package dev.millrace.topologies.scoring.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.topologies.scoring.ScoringFlow;
import dev.millrace.topologies.scoring.ScoringMetrics;
import dev.millrace.topologies.scoring.models.ModelsInService;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalkTest {

    static final int ALL = Integer.MAX_VALUE;

    final ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(), new ModelsInService());
    final ScoringMetrics metrics = new ScoringMetrics(flow.meters);
    final KeyValueStore<String, byte[]> users = flow.preferences();

    @BeforeEach
    void fill() {
        for (String user : List.of("a", "b", "c", "d", "e")) {
            users.put(user, PreferenceCodec.encode(UserPreference.EMPTY));
        }
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldComeByEverybodyOnceWhateverTheStep() {
        for (int most = 1; most <= 7; most++) {
            for (int lookedAt = 1; lookedAt <= 7; lookedAt++) {
                var walk = new Walk("The test", users, null, null, lookedAt, metrics);
                List<String> found = new ArrayList<>();
                do {
                    List<String> step = walk.next(most, (user, state) -> true);
                    assertThat(step).hasSize(Math.min(Math.min(most, lookedAt), 5 - found.size()));
                    found.addAll(step);
                } while (!walk.ended());
                assertThat(found).containsExactly("a", "b", "c", "d", "e");
            }
        }
    }

    @Test
    void shouldBeginAgainAtTheEndOrWhenToldTo() {
        var walk = new Walk("The test", users, metrics);
        assertThat(walk.next(ALL, (user, state) -> user.equals("e"))).containsExactly("e");
        assertThat(walk.next(2, (user, state) -> true)).containsExactly("a", "b");
        walk.restart();
        assertThat(walk.next(2, (user, state) -> true)).containsExactly("a", "b");
    }

    @Test
    void shouldStayBetweenTheEnds() {
        var walk = new Walk("The test", users, "b", "d", 2, metrics);
        assertThat(walk.next(ALL, (user, state) -> true)).containsExactly("b", "c");
        assertThat(walk.next(ALL, (user, state) -> true)).containsExactly("d");
        assertThat(walk.next(ALL, (user, state) -> true)).containsExactly("b", "c");
    }

    @Test
    void shouldGoOnAfterAUserWhoIsForgottenMeanwhile() {
        var walk = new Walk("The test", users, metrics);
        assertThat(walk.next(2, (user, state) -> true)).containsExactly("a", "b");
        users.delete("b");
        assertThat(walk.next(ALL, (user, state) -> true)).containsExactly("c", "d", "e");
    }

    @Test
    void shouldPassByAnUnreadableStateAndCountIt() {
        users.put("b", new byte[] {9});
        var walk = new Walk("The test", users, metrics);
        assertThat(walk.next(ALL, (user, state) -> true)).containsExactly("a", "c", "d", "e");
        assertThat(flow.meters.get(ScoringMetrics.FAILURES).counter().count()).isEqualTo(1);
    }
}
