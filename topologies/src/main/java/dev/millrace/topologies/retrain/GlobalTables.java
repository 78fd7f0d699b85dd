package dev.millrace.topologies.retrain;

import dev.millrace.avro.ItemFeatures;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.processing.GlobalTable;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.StreamsBuilder;

/** Feeds what every task needs to know from the topics that every instance reads whole. */
final class GlobalTables {

    private GlobalTables() {}

    static void add(
            StreamsBuilder builder,
            Topics topics,
            RetrainSettings settings,
            ServingModels models,
            PopularItems popular,
            MeterRegistry meters) {
        var items = new ItemSets(models);
        GlobalTable.add(builder, topics.models(), "models-table", meters, (version, manifest) -> {
            models.manifest(version, manifest);
            items.manifest(version, manifest);
        });
        GlobalTable.add(builder, topics.rollouts(), "rollouts-table", meters, models::rollout);
        GlobalTable.add(builder, topics.modelArtifacts(), "model-items-table", meters, items::chunk);
        GlobalTable.add(builder, topics.itemFeatures(), "popular-items-table", meters, (itemId, features) -> {
            if (features == null) {
                popular.remove(itemId);
            } else {
                popular.update(itemId, count(features, settings.popularityIndex()), features.getAsOfMs());
            }
        });
    }

    private static double count(ItemFeatures features, int halfLife) {
        return halfLife < features.getDecayedCounts().size()
                ? features.getDecayedCounts().get(halfLife)
                : 0;
    }
}
