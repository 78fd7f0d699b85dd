package dev.millrace.benchmarks.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Report report = new Report(
            "retrieval",
            Instant.parse("2026-05-01T10:00:00Z"),
            Map.of("cores", "2"),
            Map.of("rounds", "5"),
            List.of(new Row("retrieval", "1M x 50", "millrace", "queries/s", new Summary(4422.25, 4000, 4500))));

    @Test
    void shouldWriteRowsAsDocumented() {
        JsonNode row = report.json().get("rows").get(0);

        assertThat(row.toString())
                .isEqualTo("{\"benchmark\":\"retrieval\",\"case\":\"1M x 50\",\"subject\":\"millrace\","
                        + "\"metric\":\"queries/s\",\"median\":4422.25,\"low\":4000.0,\"high\":4500.0}");
    }

    @Test
    void shouldStateMachineSettingsAndDate() {
        assertThat(report.json().at("/machine/cores").asText()).isEqualTo("2");
        assertThat(report.json().at("/settings/rounds").asText()).isEqualTo("5");
        assertThat(report.json().at("/date").asText()).isEqualTo("2026-05-01T10:00:00Z");
    }

    @Test
    void shouldReadWhatItWrote() {
        assertThat(Report.read(report.json())).isEqualTo(report);
    }

    @Test
    void shouldPrintMachineSettingsAndATable() {
        assertThat(report.lines())
                .containsExactly(
                        "bench retrieval, 2026-05-01T10:00:00Z",
                        "  cores: 2",
                        "  rounds = 5",
                        "",
                        "case     subject   metric     median    low   high",
                        "1M x 50  millrace  queries/s   4,422  4,000  4,500");
    }
}
