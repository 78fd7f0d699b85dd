package dev.millrace.benchmarks.profile;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import dev.millrace.benchmarks.rig.Trace;
import dev.millrace.topologies.publisher.PublisherMetrics;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.Recording;

/**
 * Where the processor's time goes while all five apps work a backlog off: a flight recording of this process, its
 * samples by app, charged to the methods that answer for them, and a flame graph for each.
 *
 * <p>The recorder samples every 10 ms, of running Java code only: a call into ONNX Runtime or RocksDB, garbage
 * collection and compiling are not in it.
 */
public final class ProfileBenchmark implements Benchmark {

    private static final long QUIET_NANOS = 4_000_000_000L;
    private static final double LEAST_SHARE = 0.005;

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String description() {
        return "where the CPU goes in each app on a backlog: top costs, and flame graphs with --plots";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("events", "40000", "8000", "of the backlog that is recorded"),
                new Setting("warm-up", "15000", "3000", "events before, until what runs is compiled"),
                new Setting("top", "6", "6", "costs of each app that are printed"));
    }

    @Override
    public void run(Context context) {
        try (Scratch scratch = context.scratch();
                Storefront shop = ShopSettings.open(context);
                RunningApps apps = shop.startApps(ShopSettings.ofApps(context))) {
            shop.loadPast(apps);
            drain(shop, apps, context.number("warm-up"));
            Path file = scratch.directory().resolve("profile.jfr");
            record(file, () -> drain(shop, apps, context.number("events")));
            report(context, Stacks.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the flight recording cannot be kept", e);
        }
    }

    private static void drain(Storefront shop, RunningApps apps, int events) {
        shop.send(shop.next(events));
        var unused = Trace.follow(() -> published(apps), Long.MAX_VALUE, QUIET_NANOS, List.of(), apps::check);
    }

    private static long published(RunningApps apps) {
        return (long) apps.app("publisher-app").meters().find(PublisherMetrics.PUBLISHED).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static void record(Path file, Runnable load) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            load.run();
            recording.stop();
            recording.dump(file);
        }
    }

    private static void report(Context context, Stacks stacks) {
        for (String owner : stacks.owners()) {
            List<List<String>> samples = stacks.of(owner);
            context.add(owner, "all", "share of all samples %", Summary.of(percent(samples.size(), stacks.samples())));
            if (owner.equals(Stacks.OTHERS)) {
                continue;
            }
            stacks.charged(owner).entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(context.number("top"))
                    .forEach(cost -> context.add(
                            owner,
                            cost.getKey(),
                            "share of its samples %",
                            Summary.of(percent(cost.getValue(), samples.size()))));
            String title = String.format(Locale.ROOT, "%s on a backlog, %,d samples", owner, samples.size());
            context.file("flame-" + owner + ".svg")
                    .ifPresent(file -> new FlameGraph(title, samples, LEAST_SHARE).write(file));
        }
    }

    private static double percent(int part, int whole) {
        return 100.0 * part / whole;
    }
}
