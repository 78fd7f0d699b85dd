package dev.millrace.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.localbroker.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Two scoring processes share the partitions; one goes, and its users move to the other. */
class ScoringScaleXIT {

    static final Duration STARTING = Duration.ofSeconds(90);
    static final int USERS = 60;

    @TempDir
    Path dir;

    Scenario scenario;

    @BeforeEach
    void open(TestInfo test) {
        scenario = new Scenario(test.getTestMethod().orElseThrow().getName(), 4);
        scenario.models.register("m1", 8);
        scenario.models.rollOut("m1");
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void shouldMoveTheUsersOfAStoppedInstanceToTheOther() {
        try (JavaProcess one = start("one");
                JavaProcess two = start("two")) {
            shareOut(one, two);

            scenario.send(USERS, 3);
            two.terminate();
            scenario.send(USERS, 3);

            assertThat(two.awaitExit(Duration.ofSeconds(60))).isZero();
            scenario.assertExact(scenario.awaitLists("a list", list -> "m1".equals(list.getModelVersion())));
            assertThat(one.isAlive()).isTrue();
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenAnInstanceIsKilled() {
        try (JavaProcess one = start("one");
                JavaProcess two = start("two")) {
            shareOut(one, two);

            scenario.send(USERS, 3);
            two.kill();
            scenario.send(USERS, 3);

            scenario.assertExact(scenario.awaitLists("a list", list -> "m1".equals(list.getModelVersion())));
            assertThat(one.isAlive()).isTrue();
        }
    }

    /** Both have work: events before the second came, and lists of all users after both had joined. */
    private void shareOut(JavaProcess one, JavaProcess two) {
        one.awaitOutput("scoring-app: RUNNING", STARTING);
        two.awaitOutput("scoring-app: RUNNING", STARTING);
        scenario.send(USERS, 2);
        scenario.assertExact(scenario.awaitLists("a list", list -> true));
    }

    private JavaProcess start(String name) {
        Map<String, String> environment = new HashMap<>();
        scenario.settings(dir.resolve(name))
                .forEach((key, value) -> environment.put(
                        "MILLRACE_" + key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"), value));
        return JavaProcess.start(ScoringApp.class, environment);
    }
}
