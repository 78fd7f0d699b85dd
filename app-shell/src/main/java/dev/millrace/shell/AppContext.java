package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;

/**
 * What an app's topology and its companions are built from; collects what is to be started, asked and closed with them.
 */
public final class AppContext {

    private final String name;
    private final Settings settings;
    private final AvroSerdes serdes;
    private final Topics topics;
    private final int partitions;
    private final StreamsConfig config;
    private final MeterRegistry meters;
    private final Clock clock;
    private final List<Consumer<KafkaStreams>> starts = new ArrayList<>();
    private final Map<String, BooleanSupplier> readiness = new LinkedHashMap<>();
    private final Deque<AutoCloseable> closes = new ArrayDeque<>();

    AppContext(
            String name,
            Settings settings,
            AvroSerdes serdes,
            Topics topics,
            int partitions,
            StreamsConfig config,
            MeterRegistry meters,
            Clock clock) {
        this.name = name;
        this.settings = settings;
        this.serdes = serdes;
        this.topics = topics;
        this.partitions = partitions;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
    }

    public String name() {
        return name;
    }

    public Settings settings() {
        return settings;
    }

    public AvroSerdes serdes() {
        return serdes;
    }

    public Topics topics() {
        return topics;
    }

    /** Partition count of the user-keyed topics, as found at start. */
    public int partitions() {
        return partitions;
    }

    public TopologyConfig topologyConfig() {
        return new TopologyConfig(config);
    }

    /** The Kafka Streams settings in force. */
    public StreamsConfig streamsConfig() {
        return config;
    }

    public MeterRegistry meters() {
        return meters;
    }

    public Clock clock() {
        return clock;
    }

    /** Settings of a plain Kafka client of this app: brokers and security. */
    public Map<String, Object> client() {
        return KafkaClients.of(settings);
    }

    /** Called once, after the topology was built and before it starts. */
    public void onStart(Consumer<KafkaStreams> start) {
        starts.add(start);
    }

    /** The app is ready only while {@code condition} holds. */
    public void readyWhen(String what, BooleanSupplier condition) {
        readiness.put(what, condition);
    }

    /** Closed after the topology, the last registered first. */
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        closes.push(resource);
        return resource;
    }

    List<Consumer<KafkaStreams>> starts() {
        return starts;
    }

    Map<String, BooleanSupplier> readiness() {
        return readiness;
    }

    Deque<AutoCloseable> closes() {
        return closes;
    }
}
