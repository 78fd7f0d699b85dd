package dev.millrace.benchmarks.scale;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists per second of scoring-app on a backlog, one instance against two, each a process on a core of its own; and what
 * the cost of an event that was measured means for as many instances as there are partitions. The broker is in this
 * process and shares the two cores, so its CPU time is told beside theirs.
 */
public final class ScaleBenchmark implements Benchmark {

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String description() {
        return "scoring-app's lists per second: one and two processes, and a simulation of as many as partitions";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("instances", "1,2", "1,2", "processes, each on a core of its own"),
                new Setting("events", "25000", "3000", "of the backlog that is measured"),
                new Setting("warm-up", "15000", "2000", "events before it, through the same processes"),
                new Setting("rounds", "3", "1", "how often each number of instances is measured"),
                Setting.of("heap", "768", "MiB of each process"),
                Setting.of("simulated-partitions", "1,2,4,8,16,32,64,128,256", "instances too"),
                new Setting("simulated-users", "1000000", "100000", "of the simulation"),
                Setting.of("skews", "0,0.5,0.8", "the user of rank r acts in proportion to r^-skew"),
                // Most events of a backlog should be of different users: those of one user share a list.
                ShopSettings.USERS.sized("20000", "2000"));
    }

    @Override
    public void run(Context context) {
        int[] counts = context.numbers("instances");
        Map<Integer, List<ScaleResult>> results = new TreeMap<>();
        Map<String, String> settings = ShopSettings.ofApps(context);
        try (Storefront shop = ShopSettings.open(context)) {
            shop.loadPast(settings);
            for (int round = 0; round < context.number("rounds"); round++) {
                for (int i = 0; i < counts.length; i++) {
                    int count = counts[(round & 1) == 0 ? i : counts.length - 1 - i];
                    ScaleResult result = new ScaleRound(context, shop, settings, round, count).run();
                    results.computeIfAbsent(count, unseen -> new ArrayList<>()).add(result);
                    context.say("  " + result.line(count));
                }
            }
        }
        String of = String.format(Locale.ROOT, "%,d items", context.number("items"));
        results.forEach((count, all) -> report(context, of, count, all));
        simulate(context, results.values().iterator().next());
    }

    private static void report(Context context, String of, int count, List<ScaleResult> results) {
        String subject = count + (count == 1 ? " instance" : " instances");
        context.add(of, subject, "lists/s", Summary.of(results, ScaleResult::listsPerSecond));
        context.add(of, subject, "lists/event", Summary.of(results, ScaleResult::listsPerEvent));
        context.add(of, subject, "µs CPU of the instances/list", Summary.of(results, ScaleResult::appMicrosPerList));
        context.add(of, subject, "µs CPU of the broker/list", Summary.of(results, ScaleResult::brokerMicrosPerList));
        context.add(of, subject, "cores of the instances", Summary.of(results, ScaleResult::appCores));
        context.add(of, subject, "cores of the broker", Summary.of(results, ScaleResult::brokerCores));
    }

    private static void simulate(Context context, List<ScaleResult> measured) {
        double perEvent = Summary.of(measured, ScaleResult::appMicrosPerEvent).median() / 1e6;
        int users = context.number("simulated-users");
        context.state(
                "simulation",
                String.format(
                        Locale.ROOT,
                        "%,d users, placed by Kafka's hash; an event costs %.0f µs of its instance's core, as measured; one"
                                + " instance per partition with a core of its own; brokers and network keep up; the busiest"
                                + " instance is the limit",
                        users,
                        perEvent * 1e6));
        for (String skew : context.text("skews").split(",")) {
            PartitionLoad load = new PartitionLoad(users, Double.parseDouble(skew));
            String of = String.format(
                    Locale.ROOT, "simulated, skew %s, busiest user %.3g of events", skew, load.busiestUser());
            for (int partitions : context.numbers("simulated-partitions")) {
                String subject = partitions + " partitions";
                double rate = load.eventsPerSecond(partitions, partitions, perEvent);
                context.add(of, subject, "events/s", Summary.exactly(rate));
                context.add(of, subject, "of linear", Summary.exactly(rate * perEvent / partitions));
            }
        }
    }

    @Override
    public void plot(Context context) {
        Plot.Lines lines = Plot.lines("instances", "Simulated: one instance per partition", "instances", "events/s")
                .logarithmic(true, true);
        Map<String, Map<Double, Double>> series = new TreeMap<>();
        context.rows("events/s").forEach(row -> series.computeIfAbsent(row.of(), unseen -> new TreeMap<>())
                .put(
                        Double.parseDouble(row.subject().split(" ")[0]),
                        row.value().median()));
        series.forEach((name, points) -> lines.series(
                name.replace("simulated, ", ""),
                points.keySet().stream().mapToDouble(x -> x).toArray(),
                points.values().stream().mapToDouble(y -> y).toArray()));
        if (!series.isEmpty()) {
            context.plot(lines.build());
        }
    }
}
