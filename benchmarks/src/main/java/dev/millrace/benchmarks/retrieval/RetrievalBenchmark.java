package dev.millrace.benchmarks.retrieval;

import dev.millrace.benchmarks.data.Events;
import dev.millrace.benchmarks.data.FactorSets;
import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.frame.Rounds;
import dev.millrace.benchmarks.frame.Row;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.model.als.Factors;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.retrieval.NormPrunedIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The product's index against Oryx (exact and hashed), ONNX Runtime, and a plain scan. All engines of a case are loaded
 * side by side, {@code System.gc()} is called after loading as Oryx's own load test does, and they answer in turns.
 */
public final class RetrievalBenchmark implements Benchmark {

    private static final double LSH_SAMPLE_RATE = 0.3; // of Oryx's own performance page
    private static final int RECALL_USERS = 128;
    private static final long SEED = 20260101;

    /** Those whose memory is all on the heap. */
    private static final Set<String> ON_HEAP = Set.of("millrace", "oryx-exact", "oryx-lsh");

    private static final Map<String, Loader> LOADERS = new LinkedHashMap<>();

    static {
        LOADERS.put("millrace", MillraceEngine::new);
        LOADERS.put("oryx-exact", items -> new OryxEngine(items, 1));
        LOADERS.put("oryx-lsh", items -> new OryxEngine(items, LSH_SAMPLE_RATE));
        LOADERS.put("onnxruntime", OnnxEngine::new);
        LOADERS.put("row-major", RowMajorEngine::new);
    }

    private @Nullable InteractionLog log;

    /** Makes an engine of items. */
    private interface Loader {
        Engine load(FactorMatrix items) throws Exception;
    }

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String description() {
        return "top 10 of many items: millrace, oryx-exact, oryx-lsh, onnxruntime, row-major";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("sizes", "100000x64,1000000x50,1000000x64", "20000x32", "items x factors"),
                Setting.of("factors", "synthetic,learned,unit-norm", "kinds of factors, see docs/performance.md"),
                Setting.of("threads", "1,2", "threads that ask side by side"),
                new Setting("users", "512", "64", "users asked about in turn"),
                Setting.of("batch", "32", "users per call of the batched subjects"),
                new Setting("rounds", "5", "2", "rounds that count"),
                new Setting("warmups", "2", "1", "rounds before"),
                new Setting("slice-ms", "700", "200", "time of one subject in one round"));
    }

    @Override
    public void run(Context context) throws Exception {
        for (RetrievalCase one : cases(context)) {
            if (context.wants(one.name())) {
                run(context, one);
            }
        }
    }

    @Override
    public void plot(Context context) {
        for (int threads : context.numbers("threads")) {
            plot(context, threads);
        }
    }

    private static List<RetrievalCase> cases(Context context) {
        List<RetrievalCase> cases = new ArrayList<>();
        for (String factors : context.text("factors").split(",")) {
            for (String size : context.text("sizes").split(",")) {
                String[] parts = size.split("x");
                cases.add(new RetrievalCase(factors, Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
            }
        }
        return cases;
    }

    private void run(Context context, RetrievalCase one) throws Exception {
        Factors factors = factors(context, one);
        context.state(
                "spread of norms, " + one.name(),
                String.format(Locale.ROOT, "%.2f", FactorSets.normSpread(factors.items())));
        Query[] queries = Queries.of(factors.users(), new NormPrunedIndex(factors.items()), SEED);
        Map<String, Engine> engines = load(context, one, factors.items());
        try {
            recall(context, one, engines, factors.items(), queries);
            for (int threads : context.numbers("threads")) {
                race(context, one, engines, queries, threads);
            }
        } finally {
            engines.values().forEach(Engine::close);
        }
    }

    private Factors factors(Context context, RetrievalCase one) {
        int users = context.number("users");
        return switch (one.factors()) {
            case "synthetic" -> FactorSets.clustered(one.items(), users, one.dimension(), SEED);
            case "unit-norm" -> FactorSets.unitNorm(one.items(), users, one.dimension(), SEED);
            case "learned" -> {
                Factors learnt = FactorSets.learnt(log(context), one.dimension());
                yield FactorSets.enlarged(learnt, one.items(), users, SEED);
            }
            default ->
                throw new IllegalArgumentException("factors are synthetic, learned or unit-norm, not " + one.factors());
        };
    }

    private InteractionLog log(Context context) {
        InteractionLog known = log;
        if (known == null) {
            known = Events.of(context);
            log = known;
        }
        return known;
    }

    private static Map<String, Engine> load(Context context, RetrievalCase one, FactorMatrix items) throws Exception {
        for (Loader loader : LOADERS.values()) {
            loader.load(FactorSets.clustered(1_000, 1, one.dimension(), SEED).items())
                    .close(); // loads its classes
        }
        Map<String, Engine> engines = new LinkedHashMap<>();
        for (var loader : LOADERS.entrySet()) {
            HeapUse.Built<Engine> built = HeapUse.of(() -> loader.getValue().load(items));
            engines.put(loader.getKey(), built.value());
            if (ON_HEAP.contains(loader.getKey())) {
                double perItem = built.bytes() / (double) items.rows();
                context.add(one.name(), loader.getKey(), "heap bytes/item", Summary.exactly(perItem));
            }
        }
        // Oryx folds in with the same vectors; the product keeps a second, row-major copy for that.
        HeapUse.Built<float[]> rows = HeapUse.of(() -> items.values().clone());
        double perItem = rows.bytes() / (double) items.rows();
        context.add(one.name(), "millrace, rows for folding in", "heap bytes/item", Summary.exactly(perItem));
        System.gc();
        return engines;
    }

    private static void recall(
            Context context, RetrievalCase one, Map<String, Engine> engines, FactorMatrix items, Query[] queries) {
        Query[] asked = Arrays.copyOf(queries, Math.min(queries.length, RECALL_USERS));
        int[][] exact = new RowMajorEngine(items).search(asked);
        engines.forEach((name, engine) -> context.add(
                one.name(), name, "recall@10", Summary.exactly(Recall.of(items, asked, exact, engine.search(asked)))));
    }

    private static void race(
            Context context, RetrievalCase one, Map<String, Engine> engines, Query[] queries, int threads)
            throws Exception {
        int millis = context.number("slice-ms");
        int batch = context.number("batch");
        Rounds rounds = new Rounds();
        engines.forEach((name, engine) -> {
            rounds.subject(name, new Slice(engine, queries, 1, threads, millis));
            if (name.equals("millrace") || name.equals("onnxruntime")) {
                rounds.subject(name + " x" + batch, new Slice(engine, queries, batch, threads, millis));
            }
        });
        String of = one.name() + ", " + threads + (threads == 1 ? " thread" : " threads");
        context.add(of, rounds.run(context.number("warmups"), context.number("rounds")));
    }

    private static void plot(Context context, int threads) {
        String suffix = ", " + threads + (threads == 1 ? " thread" : " threads");
        List<Row> rows = context.rows(Slice.PER_CPU_SECOND).stream()
                .filter(row -> row.of().endsWith(suffix))
                .map(row -> new Row(
                        row.benchmark(), row.of().replace(suffix, ""), row.subject(), row.metric(), row.value()))
                .toList();
        if (!rows.isEmpty()) {
            context.plot(Plot.bars(
                    threads + "-threads",
                    "Top-10 queries per second of CPU time" + suffix,
                    Slice.PER_CPU_SECOND,
                    rows,
                    true));
        }
    }
}
