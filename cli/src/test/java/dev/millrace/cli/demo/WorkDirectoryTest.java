package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {

    @TempDir
    Path kept;

    @Test
    void shouldKeepTheTimeShiftOfTheFirstRun() {
        try (WorkDirectory first = WorkDirectory.open(kept, "a shop")) {
            assertThat(first.shift(new TimeShift(5))).isEqualTo(new TimeShift(5));
        }
        try (WorkDirectory second = WorkDirectory.open(kept, "a shop")) {
            assertThat(second.shift(new TimeShift(9))).isEqualTo(new TimeShift(5));
        }
    }

    @Test
    void shouldRefuseAnUnreadableTimeShift() throws IOException {
        Files.writeString(kept.resolve("time-shift-ms.txt"), "soon");
        try (WorkDirectory directory = WorkDirectory.open(kept, "a shop")) {
            assertThatThrownBy(() -> directory.shift(TimeShift.NONE))
                    .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                            .isEqualTo(2))
                    .hasMessageContaining("time-shift-ms.txt");
        }
    }
}
