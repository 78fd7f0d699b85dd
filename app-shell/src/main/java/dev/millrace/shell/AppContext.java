package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TopologyConfig;

/** What an app gets to build its topology with, and where it hangs what runs beside the topology. */
public interface AppContext {

    Settings settings();

    Topics topics();

    AvroSerdes serdes();

    /** Every meter of the app carries the tag {@code app}. */
    MeterRegistry meters();

    /** To be handed to {@code StreamsBuilder}: without it the explicit-naming switch is silently ignored. */
    TopologyConfig topologyConfig();

    Clock clock();

    /** Partition count of all user-keyed topics, as found on the broker. */
    int partitions();

    /** Settings of a plain consumer beside the topology: address, security, read_committed. */
    Map<String, Object> consumerSettings();

    /** Settings of a plain producer beside the topology: address, security, acks=all. */
    Map<String, Object> producerSettings();

    /** Settings of an admin client beside the topology: address and security. */
    Map<String, Object> adminSettings();

    /** Called with the streams before they start, for example to open a server that queries their stores. */
    void onCreated(Consumer<KafkaStreams> action);

    /** The app is ready only while this holds too. @param name as health shows it, such as {@code model loaded} */
    void readyWhen(String name, BooleanSupplier condition);

    /** Closed before the streams stop: what takes requests. The last one given is closed first. */
    void closeBeforeStreams(AutoCloseable resource);

    /** Closed after the streams have stopped: what processors use. The last one given is closed first. */
    void closeAfterStreams(AutoCloseable resource);

    /** Ends the app with a failure that happened beside the topology. */
    void fail(Throwable failure);
}
