package dev.millrace.cli.input;

import static dev.millrace.cli.input.FileOfEvents.settings;
import static dev.millrace.cli.input.FileOfEvents.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesOfFilesTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "2024-03-05 06:07:08 UTC, 2024-03-05T06:07:08Z",
        "2024-03-05T06:07:08Z, 2024-03-05T06:07:08Z",
        "2024-03-05 06:07:08 -0400, 2024-03-05T10:07:08Z",
        "2024-03-05T06:07:08+05:30, 2024-03-05T00:37:08Z",
        "2024-03-05T06:07:08.1Z, 2024-03-05T06:07:08.100Z",
        "2024-03-05 06:07:08.12, 2024-03-05T06:07:08.120Z",
        "2024-03-05T06:07:08.123456789Z, 2024-03-05T06:07:08.123Z",
        "2024/03/05 6:07, 2024-03-05T06:07:00Z",
        "20240305T060708Z, 2024-03-05T06:07:08Z",
        "20240305T060708.5+0100, 2024-03-05T05:07:08.500Z",
        "2024-03-05, 2024-03-05T00:00:00Z",
        "31.12.2023 23:59, 2023-12-31T23:59:00Z",
        "25/12/2023 1:02:03 PM, 2023-12-25T13:02:03Z",
        "12/25/2023, 2023-12-25T00:00:00Z",
        "1709618828, 2024-03-05T06:07:08Z",
        "1709618828.5, 2024-03-05T06:07:08.500Z",
        "1709618828000, 2024-03-05T06:07:08Z",
        "1.709618828E9, 2024-03-05T06:07:08Z",
        "1709618828123456, 2024-03-05T06:07:08.123Z",
        "1709618828123456789, 2024-03-05T06:07:08.123Z",
        "20240305, 2024-03-05T00:00:00Z",
        "20240305060708, 2024-03-05T06:07:08Z",
        "45356.25, 2024-03-05T06:00:00Z"
    })
    void shouldReadWhatIsSure(String written, String moment) throws IOException {
        assertThat(files().times("time,user,item\n" + written + ",u,i\n", settings()))
                .containsExactly(moment);
    }

    @ParameterizedTest
    @CsvSource({"3/4/2024 10:00", "17", "12/12/24", "yesterday", "'2024-13-45'", "'2024-03-05 25:00'"})
    void shouldRefuseWithTheValueWhatIsNot(String written) {
        assertThatThrownBy(() -> files().read("time,user,item\n" + written + ",u,i\n"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(2);
                    assertThat(failure.getMessage()).contains(written);
                });
    }

    @Test
    void shouldLetTheColumnDecideWhatOneDateLeavesOpen() throws IOException {
        assertThat(files().times("date,user,item\n3/4/2024,u,i\n25/4/2024,u,j\n", settings()))
                .containsExactly("2024-04-03T00:00:00Z", "2024-04-25T00:00:00Z");
        assertThat(files().times("date,user,item\n3/4/2024,u,i\n4/25/2024,u,j\n", settings()))
                .containsExactly("2024-03-04T00:00:00Z", "2024-04-25T00:00:00Z");
        assertThatThrownBy(() -> files().read("date,user,item\n25/4/2024,u,i\n4/25/2024,u,j\n"))
                .hasMessageContaining("day first in '25/4/2024' and the month first in '4/25/2024'");
    }

    @Test
    void shouldTakeTheUsersWordForIt() throws IOException {
        String ambiguous = "date,user,item\n3/4/2024 10:00,u,i\n";

        assertThat(files().times(ambiguous, told(Map.of(), Map.of(), null, null, "d/M/yyyy H:mm", null)))
                .containsExactly("2024-04-03T10:00:00Z");
        assertThat(files().times(ambiguous, told(Map.of(), Map.of(), null, "America/New_York", "M/d/yyyy H:mm", null)))
                .containsExactly("2024-03-04T15:00:00Z");
        assertThat(files().times("time,user,item\n17,u,i\n", told(Map.of(), Map.of(), TimeUnit.S, null, null, null)))
                .containsExactly("1970-01-01T00:00:17Z");
    }

    @Test
    void shouldSayThatTheNameOfAColumnIsWrong() throws IOException {
        EventFile.Loaded loaded = files().read("ts_ms,user,item,event\n1709618828,u,i,view\n1709618829,u,j,view\n");

        assertThat(loaded.log().timestampMs(0)).isEqualTo(1_709_618_828_000L);
        assertThat(loaded.report().remarks()).anyMatch(line -> line.contains("ts_ms holds seconds"));
    }

    @Test
    void shouldRefuseColumnsThatMixUnits() {
        assertThatThrownBy(() -> files().read("time,user,item\n1709618828,u,i\n1709618828000,u,i\n"))
                .hasMessageContaining("mixes times")
                .hasMessageContaining("1709618828000");
    }

    @Test
    void shouldReadDateAndTimeOfDayFromTwoColumns() throws IOException {
        assertThat(files().times("date,time,user_id,item_id\n2024-03-05,6:07:08 PM,u,i\n", settings()))
                .containsExactly("2024-03-05T18:07:08Z");
        assertThatThrownBy(() -> files().read("time,user_id,item_id\n10:00:00,u,i\n"))
                .hasMessageContaining("no column holds the date");
    }

    @Test
    void shouldSayWhatLiesOutsideTheUsualTimes() throws IOException {
        EventFile.Loaded loaded =
                files().read("ts_ms,user,item,event\n5,u,i,view\n-1,u,i,view\n4102444800000,u,i,view\n");

        assertThat(loaded.log().size()).isEqualTo(1);
        assertThat(loaded.report().broken())
                .containsOnlyKeys(RowProblem.MISSING_TIMESTAMP, RowProblem.FUTURE_TIMESTAMP);
        assertThat(loaded.report().remarks()).anyMatch(line -> line.contains("before 1990"));
    }

    private FileOfEvents files() {
        return new FileOfEvents(dir);
    }
}
