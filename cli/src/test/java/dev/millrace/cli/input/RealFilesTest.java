package dev.millrace.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real data sets beside the repository, where they are there. */
class RealFilesTest {

    static final Path DATA = Path.of("..", "..", "shared", "data");

    @ParameterizedTest
    @CsvSource({
        "online-retail-2010-2011, 406829, 4372, 3684",
        "completejourney, 75000, 2377, 20902",
        "ml-latest-small, 100836, 610, 9724"
    })
    void shouldReadEveryRow(String name, int events, int users, int items) {
        EventFile.Loaded loaded = EventFile.read(existing(name + ".csv.gz"));

        assertThat(loaded.log().size()).isEqualTo(events);
        assertThat(loaded.log().userCount()).isEqualTo(users);
        assertThat(loaded.log().itemCount()).isEqualTo(items);
        assertThat(loaded.report().brokenRows()).isZero();
    }

    @Test
    void shouldCountTheRepeatedRowsOfOnlineRetail() {
        EventFile.Loaded loaded = EventFile.read(existing("online-retail-2010-2011.csv.gz"));

        assertThat(loaded.report().repeatedRows()).isEqualTo(5_320);
    }

    @ParameterizedTest
    @CsvSource({"online-retail-2010-2011, 3684", "completejourney, 20897", "ml-latest-small, 9724"})
    void shouldReadEveryItem(String name, int items) {
        assertThat(ItemFile.read(existing(name + "-items.csv.gz")).items()).hasSize(items);
    }

    private static Path existing(String name) {
        Path file = DATA.resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
        return file;
    }
}
