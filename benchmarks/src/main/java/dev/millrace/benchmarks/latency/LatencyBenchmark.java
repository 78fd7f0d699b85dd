package dev.millrace.benchmarks.latency;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From an event's append to the moment when a consumer of committed records can read the list made of it, at fixed
 * rates of arrival. Broker, the five apps, load and readers share this process and its cores.
 *
 * <p>The load keeps to its schedule whatever the pipeline does, and "from schedule" counts from when an event was due,
 * so that waiting is never left out (coordinated omission). Each guarantee has its apps started anew, on the stores
 * that the other left.
 */
public final class LatencyBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "event appended to list readable, exactly-once against at-least-once, at several rates of arrival";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("rates", "100,500,1000,2000,3000", "200,500", "events per second"),
                new Setting("guarantees", "exactly_once_v2,at_least_once", "exactly_once_v2", "of all five apps"),
                new Setting("seconds", "8", "4", "length of one measurement"),
                new Setting("warm-up", "10", "4", "seconds of load after each start of the apps that do not count"),
                new Setting("lead-in", "3", "1", "seconds of each rate before it is measured"),
                new Setting("rounds", "2", "1", "measurements of each case"));
    }

    @Override
    public void run(Context context) {
        int[] rates = context.numbers("rates");
        Map<String, LatencySamples> samples = new LinkedHashMap<>();
        try (Storefront shop = ShopSettings.open(context)) {
            boolean past = false;
            for (int round = 0; round < context.number("rounds"); round++) {
                for (String guarantee : context.text("guarantees").split(",")) {
                    if (!context.wants(guarantee)) {
                        continue;
                    }
                    Map<String, String> settings = new HashMap<>(ShopSettings.ofApps(context));
                    settings.put("processing.guarantee", guarantee);
                    try (RunningApps apps = shop.startApps(settings)) {
                        if (!past) {
                            shop.loadPast(apps);
                            past = true;
                        }
                        warmUp(context, shop, apps, rates);
                        measure(context, shop, apps, guarantee, samples);
                    }
                }
            }
        }
        samples.forEach((key, sample) -> sample.report(context, key.split("\\|")[0], key.split("\\|")[1]));
        LatencyPlots.draw(context, rates, samples);
    }

    private static void warmUp(Context context, Storefront shop, RunningApps apps, int[] rates) {
        int rate = Math.min(500, Arrays.stream(rates).max().orElse(500));
        shop.measure(apps, rate, Duration.ofSeconds(context.number("warm-up")), PATIENCE);
    }

    private static void measure(
            Context context, Storefront shop, RunningApps apps, String guarantee, Map<String, LatencySamples> samples) {
        for (int rate : context.numbers("rates")) {
            shop.measure(apps, rate, Duration.ofSeconds(context.number("lead-in")), PATIENCE);
            Storefront.Stretch stretch =
                    shop.measure(apps, rate, Duration.ofSeconds(context.number("seconds")), PATIENCE);
            samples.computeIfAbsent(key(rate, guarantee), unseen -> new LatencySamples())
                    .add(stretch);
            context.say(LatencyLine.of(key(rate, guarantee), stretch));
        }
    }

    static String key(int rate, String guarantee) {
        return String.format(Locale.ROOT, "%,d events/s|%s", rate, guarantee);
    }
}
