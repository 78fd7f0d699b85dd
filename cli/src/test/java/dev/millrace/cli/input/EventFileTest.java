package dev.millrace.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.FileReport.BrokenRows;
import dev.millrace.cli.input.FileReport.Example;
import dev.millrace.model.replay.InteractionLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    @TempDir
    Path dir;

    @Test
    void shouldReadTheStandardColumns() throws IOException {
        EventFile.Loaded loaded = read(
                "ts_ms,user_id,item_id,event_type,value\n1709618828000,ann,tea,purchase,2.5\n1709618829000,bob,cup,view,\n");

        InteractionLog log = loaded.log();
        assertThat(describe(log))
                .containsExactly("1709618828000 ann tea purchase 2.5", "1709618829000 bob cup view NaN");
        assertThat(loaded.report().remarks()).isEmpty();
        assertThat(loaded.report().rows()).isEqualTo(2);
    }

    @Test
    void shouldReadMovieLensRatingsWithSeconds() throws IOException {
        EventFile.Loaded loaded = read("userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n");

        assertThat(describe(loaded.log())).containsExactly("1260759144000 1 31 rating 2.5");
    }

    @Test
    void shouldReadOtherSeparatorsIsoDatesAndColumnsInAnyOrder() throws IOException {
        EventFile.Loaded loaded = read(
                "Product ID;User-ID;Date;colour\ntea;ann;2024-02-03 04:05:06;red\ncup;bob;2024-02-03T04:05:06+01:00;blue\n");

        assertThat(describe(loaded.log()))
                .containsExactly("1706929506000 bob cup click NaN", "1706933106000 ann tea click NaN");
        assertThat(loaded.report().ignoredColumns()).containsExactly("colour");
    }

    @Test
    void shouldReadQuotedFieldsGzipAndByteOrderMark() throws IOException {
        Path file = dir.resolve("events.csv"); // gzip is told by content, not by name
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("\uFEFFts_ms,user_id,item_id,event_type,value\r\n1,\"a,\"\"b\",tea,click,1\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(describe(EventFile.read(file).log())).containsExactly("1 a,\"b tea click 1.0");
    }

    @Test
    void shouldSortAndCountUnsortedAndRepeatedRows() throws IOException {
        EventFile.Loaded loaded = read(
                "ts_ms,user_id,item_id,event_type,value\n3,a,x,click,1\n1,a,x,click,1\n3,a,x,click,1\n2,a,y,click,1\n3,b,x,click,1\n");

        assertThat(describe(loaded.log()))
                .containsExactly(
                        "1 a x click 1.0", "2 a y click 1.0", "3 a x click 1.0", "3 a x click 1.0", "3 b x click 1.0");
        assertThat(loaded.report().unsortedRows()).isEqualTo(2);
        assertThat(loaded.report().repeatedRows()).isEqualTo(1);
    }

    @Test
    void shouldCountBrokenRowsByKindWithTheirLines() throws IOException {
        EventFile.Loaded loaded = read("ts_ms,user_id,item_id,event_type,value\n"
                + "1,a,x,click,1\n" // line 2
                + "yesterday,a,x,click,1\n"
                + "2,a,x,click\n"
                + "2,a,x,click,1,extra\n"
                + "\n" // blank lines are no rows, but count as lines
                + "3,a,x,click,many\n"
                + "3,a,x,click,NaN\n"
                + "4,\"a,x,click,1\n"
                + "5,b,x,click,1\n");

        FileReport report = loaded.report();
        assertThat(describe(loaded.log())).containsExactly("1 a x click 1.0", "5 b x click 1.0");
        assertThat(report.broken())
                .containsOnlyKeys(
                        RowProblem.UNREADABLE_TIME,
                        RowProblem.WRONG_FIELD_COUNT,
                        RowProblem.UNREADABLE_VALUE,
                        RowProblem.UNCLOSED_QUOTE)
                .containsEntry(RowProblem.UNREADABLE_TIME, new BrokenRows(1, List.of(new Example(3, "yesterday"))));
        assertThat(FileOfEvents.lines(report, RowProblem.WRONG_FIELD_COUNT)).containsExactly(4L, 5L);
        assertThat(FileOfEvents.lines(report, RowProblem.UNREADABLE_VALUE)).containsExactly(7L, 8L);
        assertThat(FileOfEvents.lines(report, RowProblem.UNCLOSED_QUOTE)).containsExactly(9L);
        assertThat(report.rows())
                .isEqualTo(report.accepted() + report.brokenRows())
                .isEqualTo(8);
        assertThat(report.remarks())
                .anySatisfy(line -> assertThat(line).contains("line 3").contains("time"));
    }

    @Test
    void shouldRefuseFilesThatHoldNoEvents() throws IOException {
        assertRefused(dir.resolve("missing.csv"), "there is no file");
        assertRefused(dir, "is a directory");
        assertRefused(write(""), "is empty");
        assertRefused(write("ts_ms,user_id,item_id,event_type,value\n"), "no rows");
        assertRefused(write("1000,ann,tea,click,1\n"), "has no header");
        assertRefused(write("hello world\nthis is prose\n"), "no column that is known as the time");
        assertRefused(write("ts_ms,user_id,item_id,event_type,value\na,b\nc,d\n"), "none of the 2 rows");
    }

    @Test
    void shouldRefuseBinaryAndTruncatedFiles() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(7).nextBytes(noise);
        Path garbage = Files.write(dir.resolve("garbage.csv"), noise);
        assertRefused(garbage, "binary");

        Path whole = dir.resolve("whole.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write("ts_ms,user_id,item_id,event_type,value\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 20_000; i++) {
                out.write((i * 7919L % 10007 + ",u,i" + i * 31 % 997 + ",click,1\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        assertRefused(Files.write(dir.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2)), "gzip");
    }

    private void assertRefused(Path file, String because) {
        assertThatThrownBy(() -> EventFile.read(file)).isInstanceOfSatisfying(CommandFailure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(2);
            assertThat(failure.getMessage()).contains(because).contains(file.toString());
        });
    }

    private EventFile.Loaded read(String content) throws IOException {
        return EventFile.read(write(content));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(dir.resolve("events.csv"), content);
    }

    static List<String> describe(InteractionLog log) {
        return java.util.stream.IntStream.range(0, log.size())
                .mapToObj(i -> log.timestampMs(i) + " " + log.userId(log.user(i)) + " " + log.itemId(log.item(i)) + " "
                        + log.typeName(log.type(i)) + " " + log.value(i))
                .toList();
    }
}
