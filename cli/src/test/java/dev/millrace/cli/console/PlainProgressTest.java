package dev.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlainProgressTest {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldPrintALineEveryFiveSecondsAndOneAtTheEnd() {
        try (PlainProgress progress = new PlainProgress("loading", 1000, "events", out, nanos::get)) {
            for (int second = 1; second <= 12; second++) {
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
                progress.to(second * 50L);
            }
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "loading 250 of 1,000 events (25 %), 5 s, 50/s",
                        "loading 500 of 1,000 events (50 %), 10 s, 50/s",
                        "loading 600 of 1,000 events (60 %), 12 s, 50/s");
    }

    @Test
    void shouldStaySilentAboutShortWork() {
        try (PlainProgress progress = new PlainProgress("loading", 10, "events", out, nanos::get)) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            progress.to(10);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
