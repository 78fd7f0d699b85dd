package dev.millrace.benchmarks.pipeline;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.rig.ShopSettings;
import dev.millrace.benchmarks.rig.Storefront;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Events per second of each app on a backlog, of the whole pipeline, of a bare Kafka Streams topology that does one get
 * and one put, and of the log alone: the same broker, the same bytes, the same settings, in turns.
 */
public final class PipelineBenchmark implements Benchmark {

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String description() {
        return "events per second: each app, all together, a bare stateful topology, and raw produce + consume";
    }

    @Override
    public List<Setting> settings() {
        return ShopSettings.after(
                new Setting("events", "25000", "5000", "that each subject is given in a round"),
                new Setting("rounds", "2", "1", "how often everything is measured"));
    }

    @Override
    public void run(Context context) {
        Map<String, String> settings = ShopSettings.ofApps(context);
        var samples = new PipelineSamples(context, String.format(Locale.ROOT, "%,d items", context.number("items")));
        try (Storefront shop = ShopSettings.open(context)) {
            int partitions = context.number("partitions");
            shop.rig()
                    .create(List.of(
                            new NewTopic(RawLog.TOPIC, partitions, (short) 1),
                            new NewTopic(BareTopology.INPUT, partitions, (short) 1),
                            new NewTopic(BareTopology.OUTPUT, partitions, (short) 1)));
            shop.loadPast(settings);
            for (int round = 0; round < context.number("rounds"); round++) {
                context.say("  round " + (round + 1));
                new PipelineRound(shop, settings, samples, context.number("events")).run();
            }
        }
        samples.report();
    }
}
