package dev.millrace.topologies.retrain;

import dev.millrace.avro.ItemFeatures;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Feeds what every task needs to know from the topics that every instance reads whole.
 *
 * <p>Each global store stays empty: it is only what Kafka Streams hangs a global processor on. Being in memory it makes
 * Kafka Streams read its topic from the beginning, through the processor, before any task starts.
 */
final class GlobalTables {

    private GlobalTables() {}

    static void add(
            StreamsBuilder builder,
            Topics topics,
            RetrainSettings settings,
            ServingModels models,
            PopularItems popular,
            RetrainMetrics metrics) {
        var items = new ItemSets(models);
        add(builder, topics.models(), "models-table", metrics, (version, manifest) -> {
            models.manifest(version, manifest);
            items.manifest(version, manifest);
        });
        add(builder, topics.rollouts(), "rollouts-table", metrics, models::rollout);
        add(builder, topics.modelArtifacts(), "model-items-table", metrics, items::chunk);
        add(builder, topics.itemFeatures(), "popular-items-table", metrics, (itemId, features) -> {
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

    private static <V> void add(
            StreamsBuilder builder,
            Topic<String, V> topic,
            String name,
            RetrainMetrics metrics,
            BiConsumer<String, @Nullable V> table) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray()),
                topic.name(),
                // Bytes, not Avro: Kafka Streams 4.3.1 dies of a ClassCastException when a record of a global topic
                // cannot be decoded and a dead letter topic is set, because its global thread has no producer.
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name),
                () -> new GlobalFeed<>(topic, table, metrics));
    }
}
