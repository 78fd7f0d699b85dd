package dev.millrace.topologies.scoring.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.features.ItemTable;
import dev.millrace.model.recommend.ServingModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineupTest {

    final ItemTable items = new ItemTable(TestModels.DEFINITIONS);
    final ServingModel champion = model("m1");
    final ServingModel challenger = model("m2");

    @Test
    void shouldShareUsersOutAsAskedAndStably() {
        Lineup lineup = challenged("spring");
        int challenged = 0;
        for (int i = 0; i < 20_000; i++) {
            Lineup.Assignment assignment = lineup.assign("user-" + i);
            assertThat(lineup.assign("user-" + i)).isEqualTo(assignment);
            if (assignment.arm() == Arm.CHALLENGER) {
                assertThat(assignment.model()).isSameAs(challenger);
                challenged++;
            } else {
                assertThat(assignment.model()).isSameAs(champion);
            }
        }
        assertThat(challenged / 20_000.0).isCloseTo(0.2, within(0.01));
    }

    @Test
    void shouldShareUsersOutAnewForAnotherExperiment() {
        long both = 0;
        for (int i = 0; i < 20_000; i++) {
            String user = "user-" + i;
            if (challenged("spring").assign(user).arm() == Arm.CHALLENGER
                    && challenged("autumn").assign(user).arm() == Arm.CHALLENGER) {
                both++;
            }
        }
        assertThat(both / 20_000.0).as("independent: 0.2 times 0.2").isCloseTo(0.04, within(0.01));
    }

    @Test
    void shouldCallAUserStaleWhoseVectorIsOfAnotherModel() {
        Lineup lineup = Lineup.of("default", champion);

        assertThat(lineup.serves("ann", "m1")).isTrue();
        assertThat(lineup.serves("ann", "m0")).isFalse();
        assertThat(lineup.serves("ann", null)).isFalse();
    }

    Lineup challenged(String experiment) {
        return new Lineup("default", experiment, champion, List.of(new Lineup.Challenger(challenger, 0.2)), List.of());
    }

    ServingModel model(String version) {
        return ServingModel.load(TestModels.bundle(version, 5, 2), items, TestModels.DEFINITIONS);
    }
}
