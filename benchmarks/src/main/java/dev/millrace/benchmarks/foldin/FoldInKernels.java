package dev.millrace.benchmarks.foldin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH runs, in JVMs of its own; {@link FoldInBenchmark} starts them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FoldInKernels {

    /** Directory with the factors that the starting process made. */
    static final String DIRECTORY = "millrace.bench.factors";

    @Param("20")
    public int n;

    @SuppressWarnings("NullAway.Init") // by prepare
    private FoldInMethods methods;

    private int user;

    @Setup
    public void prepare() throws IOException {
        methods = FactorFiles.methods(Path.of(System.getProperty(DIRECTORY, ".")), n);
    }

    @Benchmark
    public float[] millrace() {
        return methods.millrace(next());
    }

    @Benchmark
    public float[] coldSteps() {
        return methods.coldSteps(next());
    }

    @Benchmark
    public float[] oryxDelta() {
        return methods.oryxDelta(next());
    }

    @Benchmark
    public float[] cholesky() {
        return methods.cholesky(next());
    }

    private int next() {
        user = user + 1 == FoldInUsers.COUNT ? 0 : user + 1;
        return user;
    }
}
