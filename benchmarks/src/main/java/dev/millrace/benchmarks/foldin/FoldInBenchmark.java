package dev.millrace.benchmarks.foldin;

import dev.millrace.benchmarks.data.Events;
import dev.millrace.benchmarks.data.FactorSets;
import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Jmh;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.frame.Rounds;
import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.model.als.Factors;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.PrincipalAxes;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The product's fold-in against what others do: time by JMH, the error of the result beside it. */
public final class FoldInBenchmark implements Benchmark {

    private static final String ORYX = "oryx-delta";
    private static final String MICROS = "µs/fold-in";
    private static final long SEED = 20260101;

    /** Subjects and JMH's methods for them. */
    private static final Map<String, String> METHODS = new LinkedHashMap<>();

    static {
        METHODS.put("millrace", "millrace");
        METHODS.put("cg-3-cold", "coldSteps");
        METHODS.put(ORYX, "oryxDelta");
        METHODS.put("cholesky", "cholesky");
    }

    @Override
    public String name() {
        return "fold-in";
    }

    @Override
    public String description() {
        return "a user's vector after an event: millrace, cg-3-cold, oryx-delta, cholesky; time by JMH, and error";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("dimensions", "32,64,128", "64", "factors"));
        settings.add(Setting.of("history", "20,50", "items of a user"));
        settings.add(new Setting("items", "0,100000", "0", "catalogue, enlarged to so many; 0 = as learnt"));
        settings.addAll(Jmh.SETTINGS);
        return settings;
    }

    @Override
    public void run(Context context) throws Exception {
        InteractionLog log = Events.of(context);
        try (Scratch scratch = context.scratch()) {
            for (int d : context.numbers("dimensions")) {
                if (context.wants("d=" + d)) {
                    run(context, scratch.directory(), FactorSets.learnt(log, d));
                }
            }
        }
    }

    @Override
    public void plot(Context context) {
        if (!context.rows(MICROS).isEmpty()) {
            context.plot(Plot.bars("time", "One fold-in", MICROS, context.rows(MICROS), true));
        }
    }

    private static void run(Context context, Path directory, Factors learnt) throws Exception {
        for (int items : context.numbers("items")) {
            FactorMatrix factors = items == 0
                    ? learnt.items()
                    : FactorSets.enlarged(learnt, items, 1, SEED).items();
            // In principal axes, as a trained model's are.
            int d = factors.dimension();
            FactorFiles.write(
                    directory, PrincipalAxes.of(Gramian.of(factors), d).rotate(factors));
            for (int n : context.numbers("history")) {
                String of = String.format(Locale.ROOT, "d=%d, N=%d, %,d items", d, n, factors.rows());
                run(context, of, directory, n);
            }
        }
    }

    private static void run(Context context, String of, Path directory, int n) throws Exception {
        FoldInMethods methods = FactorFiles.methods(directory, n);
        errors(context, of, methods);
        Rounds rounds = new Rounds();
        Map<String, String> parameters = Map.of("n", Integer.toString(n));
        Map<String, String> properties = Map.of(FoldInKernels.DIRECTORY, directory.toString());
        METHODS.forEach((subject, method) -> {
            if (!subject.equals(ORYX) || methods.oryxUpdates()) {
                rounds.subject(
                        subject,
                        MICROS,
                        () -> Jmh.measure(context, FoldInKernels.class, method, parameters, properties));
            }
        });
        context.add(of, rounds.run(0, context.number("rounds")));
    }

    private static void errors(Context context, String of, FoldInMethods methods) {
        Map<String, BiFunction<FoldInMethods, Integer, float[]>> subjects = new LinkedHashMap<>();
        subjects.put("millrace", FoldInMethods::millrace);
        subjects.put("cg-3-cold", FoldInMethods::coldSteps);
        if (methods.oryxUpdates()) {
            subjects.put(ORYX, FoldInMethods::oryxDelta);
        } else {
            context.state(ORYX + ", " + of, "left out: its solver takes the factors for singular");
        }
        subjects.put("no update", FoldInMethods::notAtAll);
        subjects.forEach((subject, method) -> {
            double[] errors = new double[FoldInUsers.COUNT];
            for (int u = 0; u < errors.length; u++) {
                errors[u] = FoldInMethods.error(method.apply(methods, u), methods.cholesky(u));
            }
            // Low and high are here the best and the worst user.
            context.add(of, subject, "relative error", Summary.of(errors));
        });
    }
}
