package dev.millrace.benchmarks.latency;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.rig.Pairs;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each setting that decides about latency costs and gives: one is changed at a time, everything else as it is in
 * production. The order is reversed in every second round.
 */
public final class LatencySweep implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "latency-sweep";
    }

    @Override
    public String description() {
        return "commit, linger, poll and fetch settings against each other, one changed at a time";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("rates", "500", "300", "events per second"),
                new Setting("seconds", "6", "4", "length of one measurement"),
                new Setting("warm-up", "5", "4", "seconds of load after each start of the apps that do not count"),
                new Setting("rounds", "1", "1", "measurements of each case"),
                new Setting(
                        "sweep",
                        "commit.soon=5ms/20ms/50ms;commit.interval.ms=20/50;linger.ms=0/5;poll.ms=1/20;fetch.max.wait.ms=5/100/500",
                        "commit.soon=5ms/20ms",
                        "KEY=VALUE/VALUE;… to try, one at a time, beside the defaults"));
    }

    @Override
    public void run(Context context) {
        List<Map<String, String>> tries = new ArrayList<>();
        tries.add(Map.of());
        tries.addAll(Pairs.oneAtATime(context.text("sweep")));
        Map<String, LatencySamples> samples = new LinkedHashMap<>();
        try (Storefront shop = ShopSettings.open(context)) {
            shop.loadPast(Map.of());
            for (int round = 0; round < context.number("rounds"); round++) {
                for (Map<String, String> one : tries) {
                    if (context.wants(label(one))) {
                        measure(context, shop, one, samples);
                    }
                }
                Collections.reverse(tries);
            }
        }
        samples.forEach((key, sample) -> sample.report(context, key.split("\\|")[0], key.split("\\|")[1]));
    }

    private static void measure(
            Context context, Storefront shop, Map<String, String> one, Map<String, LatencySamples> samples) {
        Map<String, String> settings = new HashMap<>(ShopSettings.ofApps(context));
        settings.putAll(one);
        try (RunningApps apps = shop.startApps(settings)) {
            int[] rates = context.numbers("rates");
            shop.measure(apps, rates[0], Duration.ofSeconds(context.number("warm-up")), PATIENCE);
            for (int rate : rates) {
                Storefront.Stretch stretch =
                        shop.measure(apps, rate, Duration.ofSeconds(context.number("seconds")), PATIENCE);
                String key = LatencyBenchmark.key(rate, label(one));
                samples.computeIfAbsent(key, unseen -> new LatencySamples()).add(stretch);
                context.say(LatencyLine.of(key, stretch));
            }
        }
    }

    private static String label(Map<String, String> one) {
        return one.isEmpty()
                ? "defaults"
                : one.entrySet().iterator().next().getKey() + "="
                        + one.entrySet().iterator().next().getValue();
    }
}
