package dev.millrace.benchmarks;

import dev.millrace.benchmarks.foldin.FoldInBenchmark;
import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.latency.LatencyBenchmark;
import dev.millrace.benchmarks.latency.LatencySweep;
import dev.millrace.benchmarks.locality.LocalityBenchmark;
import dev.millrace.benchmarks.pipeline.PipelineBenchmark;
import dev.millrace.benchmarks.profile.ProfileBenchmark;
import dev.millrace.benchmarks.restore.RestoreBenchmark;
import dev.millrace.benchmarks.retrieval.RetrievalBenchmark;
import dev.millrace.benchmarks.scale.ScaleBenchmark;
import dev.millrace.benchmarks.state.StateBenchmark;
import dev.millrace.benchmarks.swap.SwapBenchmark;
import java.util.List;
import java.util.Optional;

/** All benchmarks there are; a new one is added here and is found by {@code bench list}. */
final class Benchmarks {

    static final List<Benchmark> ALL = List.of(
            new RetrievalBenchmark(),
            new FoldInBenchmark(),
            new StateBenchmark(),
            new LatencyBenchmark(),
            new LatencySweep(),
            new PipelineBenchmark(),
            new ProfileBenchmark(),
            new LocalityBenchmark(),
            new SwapBenchmark(),
            new ScaleBenchmark(),
            new RestoreBenchmark());

    private Benchmarks() {}

    static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }
}
