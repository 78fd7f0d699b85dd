package dev.millrace.benchmarks.restore;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.AppProcess;
import dev.millrace.benchmarks.rig.ScoringProcess;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long scoring-app, a process of its own, takes until it is ready with so many users: with an empty state directory
 * (everything comes from the changelog), with the one that an orderly stop left, and until a standby's lists come out
 * after a kill. And the memory of it, and of each app at work.
 *
 * <p>Ready means that {@code /health/started} and {@code /health/ready} say so: it runs with all its state, and the
 * model is loaded.
 */
public final class RestoreBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String description() {
        return "scoring-app ready with many users: cold, warm, by a standby after a kill; memory and disk of the apps";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("stored-users", "1000000", "20000", "written to the changelog"),
                new Setting("rounds", "1", "1", "how often cold and warm starts are measured"),
                new Setting("rate", "200", "100", "events per second under load and at the kill"),
                new Setting("seconds", "15", "5", "of load before memory is looked at"),
                Setting.of("heap", "768", "MiB of each process"));
    }

    @Override
    public void run(Context context) {
        Map<String, String> settings = ShopSettings.ofApps(context);
        try (Storefront shop = ShopSettings.open(context)) {
            shop.loadPast(settings);
            if (context.wants("apps")) {
                new AppsMemory(context, shop, settings).run();
            }
            if (context.wants("start") || context.wants("standby")) {
                int users = context.number("stored-users");
                String of = String.format(Locale.ROOT, "%,d users", users);
                AppProcess few = start(context, shop, "few", settings);
                context.add(of, "before them", "s to ready", Summary.exactly(few.awaitReady(PATIENCE)));
                few.close();
                write(context, shop, of, users);
                starts(context, shop, of, settings);
                if (context.wants("standby")) {
                    new Takeover(context, shop, of, settings).run();
                }
            }
        }
    }

    private static void write(Context context, Storefront shop, String of, int users) {
        long began = System.nanoTime();
        int bytes = WrittenUsers.write(shop, users);
        context.state(
                "states",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d bytes on average, 50 events each, written straight to the changelog in %.0f s",
                        users,
                        bytes,
                        (System.nanoTime() - began) / 1e9));
        double logged = shop.rig().logBytes().getOrDefault(WrittenUsers.changelog(shop), 0L);
        context.add(of, "changelog", "bytes/user", Summary.exactly(logged / users));
    }

    private static void starts(Context context, Storefront shop, String of, Map<String, String> settings) {
        int rounds = context.number("rounds");
        double[] cold = new double[rounds];
        double[] warm = new double[rounds];
        double[] cpu = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            String instance = Takeover.FIRST + (round == 0 ? "" : "-" + round);
            AppProcess first = start(context, shop, instance, settings);
            cold[round] = first.awaitReady(PATIENCE);
            cpu[round] = first.cpuSeconds();
            if (first.restored() < context.number("stored-users")) {
                throw new IllegalStateException(
                        "ready with " + first.restored() + " of " + context.number("stored-users") + " users");
            }
            first.close();
            AppProcess second = start(context, shop, instance, settings);
            warm[round] = second.awaitReady(PATIENCE);
            if (round == 0) {
                memory(context, shop, of, second);
            }
            second.close();
        }
        context.add(of, "cold", "s to ready", Summary.of(cold));
        context.add(of, "cold", "CPU-s to ready", Summary.of(cpu));
        context.add(of, "warm", "s to ready", Summary.of(warm));
        double bytes = Memory.tableBytes(AppProcess.stateDirectory(shop.rig(), Takeover.FIRST));
        context.add(of, "stores", "bytes on disk/user", Summary.exactly(bytes / context.number("stored-users")));
    }

    private static void memory(Context context, Storefront shop, String of, AppProcess scoring) {
        Memory.add(context, of, "scoring-app", "at rest", scoring);
        int rate = context.number("rate");
        shop.sendValid(shop.nextValid(rate * context.number("seconds")), rate, () -> {
            scoring.check();
            return true;
        });
        Memory.add(context, of, "scoring-app", "under load", scoring);
    }

    static AppProcess start(Context context, Storefront shop, String instance, Map<String, String> settings) {
        return ScoringProcess.start(shop.rig(), instance, context.number("heap"), -1, new HashMap<>(settings));
    }
}
