package dev.millrace.topologies.feature;

import static dev.millrace.topologies.feature.FeatureFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.testkit.Samples;
import dev.millrace.topologies.processing.UnreadableState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserUpdaterTest {

    @TempDir
    Path directory;

    final FeatureSettings settings = FeatureSettings.defaults();
    final List<StateStore> stores = new ArrayList<>();
    MockProcessorContext<String, Output> context;
    Processor<String, Interaction, String, Output> updater;

    @BeforeEach
    void build() {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "feature");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        context = new MockProcessorContext<>(config, new TaskId(0, 0), directory.toFile());
        context.setCurrentSystemTimeMs(T0.toEpochMilli());
        Set<StoreBuilder<?>> builders = UserStores.builders();
        for (StoreBuilder<?> builder : builders) {
            StateStore store =
                    builder.withCachingDisabled().withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            stores.add(store);
        }
        var meters = new SimpleMeterRegistry();
        updater = new UserUpdater.Supplier(
                        4,
                        settings,
                        new CatalogView(),
                        new FeatureMetrics(meters),
                        new UnreadableState(meters),
                        builders)
                .get();
    }

    @AfterEach
    void close() {
        stores.forEach(StateStore::close);
    }

    /** Kafka Streams closes the processors of a revived task and begins them again. */
    @Test
    void shouldSendTouchesOnceAfterItBeganAgain() {
        updater.init(context);
        happened("tea");
        updater.close();
        updater.init(context);
        happened("cup");

        context.scheduledPunctuators().stream()
                .filter(each -> !each.cancelled())
                .toList()
                .forEach(each -> each.getPunctuator().punctuate(T0.toEpochMilli() + OutgoingTouches.MOMENT.toMillis()));

        List<String> touched = new ArrayList<>();
        for (var forwarded : context.forwarded()) {
            if (forwarded.record().value() instanceof Output.Touches touches) {
                for (var batch = new TouchBatch(touches.batch()); batch.hasNext(); batch.skip()) {
                    touched.add(batch.itemId());
                }
            }
        }
        // Each of its own event, and the tea as the cup's neighbour too.
        assertThat(touched).containsExactlyInAnyOrder("tea", "cup", "tea");
    }

    private void happened(String item) {
        updater.process(new Record<>("ann", Samples.purchase("ann", item, 1, T0), T0.toEpochMilli()));
    }
}
