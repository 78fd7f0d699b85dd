package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TopologyConfig;

/** The context of one running app, and what its topology's builder has hung on it. */
record AppParts(
        Settings settings,
        Topics topics,
        AvroSerdes serdes,
        MeterRegistry meters,
        TopologyConfig topologyConfig,
        Clock clock,
        int partitions,
        AppHealth health,
        Consumer<Throwable> failures,
        List<Consumer<KafkaStreams>> createdActions,
        Closing beforeStreams,
        Closing afterStreams)
        implements AppContext {

    AppParts(
            Settings settings,
            Topics topics,
            AvroSerdes serdes,
            MeterRegistry meters,
            TopologyConfig topologyConfig,
            Clock clock,
            int partitions,
            AppHealth health,
            Consumer<Throwable> failures,
            Closing beforeStreams,
            Closing afterStreams) {
        this(
                settings,
                topics,
                serdes,
                meters,
                topologyConfig,
                clock,
                partitions,
                health,
                failures,
                new ArrayList<>(),
                beforeStreams,
                afterStreams);
    }

    @Override
    public Map<String, Object> consumerSettings() {
        return new ClientSettings(settings).consumer();
    }

    @Override
    public Map<String, Object> producerSettings() {
        return new ClientSettings(settings).producer();
    }

    @Override
    public Map<String, Object> adminSettings() {
        return new ClientSettings(settings).admin();
    }

    @Override
    public void onCreated(Consumer<KafkaStreams> action) {
        createdActions.add(action);
    }

    @Override
    public void readyWhen(String name, BooleanSupplier condition) {
        health.readyWhen(name, condition);
    }

    @Override
    public void closeBeforeStreams(AutoCloseable resource) {
        beforeStreams.add(resource);
    }

    @Override
    public void closeAfterStreams(AutoCloseable resource) {
        afterStreams.add(resource);
    }

    @Override
    public void fail(Throwable failure) {
        failures.accept(failure);
    }
}
