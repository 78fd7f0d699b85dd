package dev.millrace.topologies.retrain;

import dev.millrace.avro.ItemFeatures;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
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
            PopularItems popular) {
        var items = new ItemSets(models);
        add(builder, topics.models(), "models-table", (version, manifest) -> {
            models.manifest(version, manifest);
            items.manifest(version, manifest);
        });
        add(builder, topics.rollouts(), "rollouts-table", models::rollout);
        add(builder, topics.modelArtifacts(), "model-items-table", items::chunk);
        add(builder, topics.itemFeatures(), "popular-items-table", (itemId, features) -> {
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
            StreamsBuilder builder, Topic<String, V> topic, String name, BiConsumer<String, @Nullable V> table) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name(),
                topic.consumed(),
                () -> new Feeder<>(table));
    }

    private static final class Feeder<V> extends ContextualProcessor<String, V, Void, Void> {

        private final BiConsumer<String, @Nullable V> table;

        Feeder(BiConsumer<String, @Nullable V> table) {
            this.table = table;
        }

        @Override
        public void process(Record<String, V> record) {
            table.accept(record.key(), record.value());
        }
    }
}
