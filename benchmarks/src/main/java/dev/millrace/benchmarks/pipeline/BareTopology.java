package dev.millrace.benchmarks.pipeline;

import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What Kafka Streams itself costs: every record is passed on as it came, with one get and one put of a user's state in
 * a store made just like scoring-app's. Runs with scoring-app's settings, so the same guarantees, commits and memory.
 *
 * <pre>bench.bare-in ─► touch-state [states] ─► bench.bare-out</pre>
 */
final class BareTopology {

    static final String GROUP = "bench-bare";
    static final String INPUT = "bench.bare-in";
    static final String OUTPUT = "bench.bare-out";

    private static final String STORE = "states";
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private BareTopology() {}

    static AppDefinition definition() {
        return new AppDefinition(
                "scoring-app", BareTopology::build, spec -> spec.copartitioned(), settings -> Map.of());
    }

    private static Topology build(AppContext context) {
        var builder = new StreamsBuilder(context.topologyConfig());
        builder.stream(INPUT, Consumed.with(BYTES, BYTES).withName("bare-source"))
                .process(new TouchState.Supplier(), Named.as("touch-state"))
                .to(OUTPUT, Produced.with(BYTES, BYTES).withName("bare-sink"));
        return builder.build();
    }

    /** Reads the state, changes some of it, writes it back. */
    private static final class TouchState extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

        /** About what a preference of 20 events takes. */
        private static final int STATE_BYTES = 700;

        @Override
        public void process(Record<byte[], byte[]> record) {
            KeyValueStore<byte[], byte[]> states = context().getStateStore(STORE);
            byte[] state = states.get(record.key());
            byte[] next = state == null ? new byte[STATE_BYTES] : state.clone();
            next[(int) (record.timestamp() % STATE_BYTES)]++;
            states.put(record.key(), next);
            context().forward(record);
        }

        private record Supplier() implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new TouchState();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), BYTES, BYTES)
                        .withCachingEnabled());
            }
        }
    }
}
