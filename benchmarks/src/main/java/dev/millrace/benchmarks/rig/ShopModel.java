package dev.millrace.benchmarks.rig;

import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.training.TrainingRequest;
import dev.millrace.training.pipeline.FactorSearch;
import dev.millrace.training.pipeline.Gate;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.RankerChoice;
import dev.millrace.training.pipeline.TrainedModel;
import dev.millrace.training.pipeline.TrainingData;
import dev.millrace.training.pipeline.TrainingPipeline;
import dev.millrace.training.registry.ManifestWriter;
import dev.millrace.training.registry.ModelRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A short training by the product's own pipeline: the default factors, no search for better ones, and a ranker. */
public final class ShopModel {

    private static final int TARGETS = 500;

    private ShopModel() {}

    public static TrainedModel train(Shop shop) {
        Map<String, ItemFacts> catalogue = new HashMap<>();
        for (CatalogItem item : shop.items()) {
            catalogue.put(item.itemId(), ItemFacts.of(item.title(), item.categories(), item.price()));
        }
        var settings = new PipelineSettings(
                EventWeights.defaults(),
                0.1,
                0.1,
                TARGETS,
                6,
                10,
                Integer.MAX_VALUE,
                new FactorSearch.Budget(1, Duration.ofSeconds(20)),
                new RankerChoice(true, 0),
                Gate.DEFAULT,
                1);
        return new TrainingPipeline(settings, FeatureDefinitions.standard(), System::nanoTime)
                .train(new TrainingData(shop.history(), catalogue, null), ProgressListener.NONE);
    }

    /** Registers a model and has it serve. @return its version */
    public static String serve(Rig rig, TrainedModel model, String requestId) {
        Clock clock = Clock.systemUTC();
        var request = new TrainingRequest(requestId, "default", "command");
        ManifestWriter.Written written =
                new ManifestWriter(clock).write(model, model.metrics(), request, null, List.of());
        String version = written.manifest().getVersion();
        Rollout rollout = Rollout.newBuilder()
                .setSlot("default")
                .setChampion(version)
                .setAction("promote")
                .setReason("benchmark")
                .setDecidedBy("cli")
                .setDecidedAtMs(clock.millis())
                .build();
        new ModelRegistry(rig.topics(), Map.of("bootstrap.servers", rig.bootstrapServers()))
                .register(written.manifest(), written.files(), rollout);
        return version;
    }

    /** Sends the whole catalogue. */
    public static void sendItems(Rig rig, Shop shop) {
        try (Sender sender = new Sender(rig.cluster())) {
            for (CatalogItem item : shop.items()) {
                sender.send(rig.topics().items(), item.itemId(), Records.item(item));
            }
            sender.flush();
        }
    }
}
