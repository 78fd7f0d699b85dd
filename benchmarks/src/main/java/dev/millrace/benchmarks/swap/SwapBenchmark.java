package dev.millrace.benchmarks.swap;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.Answers;
import dev.millrace.benchmarks.rig.Answers.Stretch;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A new model is registered while lists are made: how late lists are meanwhile against before, how long it takes until
 * the new model serves and until every user has a list of it, and how much memory the change needs at most.
 */
public final class SwapBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String description() {
        return "list latency and memory while a new model is loaded, swapped in and rolled out to every user";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("rate", "500", "200", "events per second"),
                new Setting("seconds", "10", "5", "of load before a change, and the least during it"),
                new Setting("warm-up", "15", "5", "seconds of load that do not count"),
                new Setting("swaps", "3", "1", "changes of model"),
                ShopSettings.ITEMS.sized("100000", "5000"),
                ShopSettings.HISTORY.sized("300000", "20000"));
    }

    @Override
    public void run(Context context) {
        List<SwapResult> results = new ArrayList<>();
        try (Storefront shop = ShopSettings.open(context)) {
            Map<String, String> settings = ShopSettings.ofApps(context);
            try (RunningApps apps = shop.startApps(settings)) {
                shop.loadPast(apps);
                int rate = context.number("rate");
                shop.measure(apps, rate, Duration.ofSeconds(context.number("warm-up")), PATIENCE);
                for (int swap = 0; swap < context.number("swaps"); swap++) {
                    results.add(new Swap(context, shop, apps).run(swap));
                }
            }
        }
        report(context, results);
    }

    private static void report(Context context, List<SwapResult> results) {
        String of = String.format(Locale.ROOT, "%,d items", context.number("items"));
        report(context, of, "before", results.stream().map(SwapResult::before).toList());
        report(context, of, "during", results.stream().map(SwapResult::during).toList());
        context.add(of, "change", "s until it serves", Summary.of(results, SwapResult::servesSeconds));
        context.add(of, "change", "s until every user has its list", Summary.of(results, SwapResult::sweptSeconds));
        context.add(of, "change", "longest pause of the JVM, ms", Summary.of(results, SwapResult::pauseMs));
        context.add(of, "memory", "heap MiB before", Summary.of(results, SwapResult::heapBeforeMiB));
        context.add(of, "memory", "heap peak MiB during", Summary.of(results, SwapResult::heapPeakMiB));
    }

    private static void report(Context context, String of, String when, List<Answers> answers) {
        context.add(of, when, "p50 ms", Summary.of(answers, a -> a.millis(Stretch.FROM_APPEND, 50)));
        context.add(of, when, "p99 ms", Summary.of(answers, a -> a.millis(Stretch.FROM_APPEND, 99)));
        context.add(of, when, "max ms", Summary.of(answers, a -> a.millis(Stretch.FROM_APPEND, 100)));
        for (Stretch part : List.of(Stretch.INGEST, Stretch.SCORE, Stretch.PUBLISH)) {
            String metric = part.name().toLowerCase(Locale.ROOT) + " p99 ms";
            context.add(of, when, metric, Summary.of(answers, a -> a.millis(part, 99)));
        }
    }
}
