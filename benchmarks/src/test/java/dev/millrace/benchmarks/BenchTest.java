package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.benchmarks.frame.Benchmark;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListEveryBenchmark() {
        assertThat(run("list")).isZero();

        assertThat(Benchmarks.names())
                .allSatisfy(name -> assertThat(out.toString()).contains(name));
    }

    @Test
    void shouldNameBenchmarksAsCommandsAreNamed() {
        assertThat(Benchmarks.ALL)
                .extracting(Benchmark::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("[a-z][a-z-]*"));
    }

    @Test
    void shouldRefuseAnUnknownBenchmark() {
        assertThat(run("sorting")).isEqualTo(2);

        assertThat(err.toString()).contains("there is no benchmark sorting");
    }

    private int run(String... args) {
        CommandLine line = Bench.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
