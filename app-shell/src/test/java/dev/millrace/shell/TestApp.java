package dev.millrace.shell;

import dev.millrace.schemas.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Counts records per key in a RocksDB store; fails on some of them as asked. */
final class TestApp {

    static final String STORE = "counts";

    private TestApp() {}

    public static void main(String[] args) {
        System.exit(StreamsApp.main(definition("ingest-app"), args));
    }

    static AppDefinition definition(String name) {
        return AppDefinition.of(name, TestApp::topology);
    }

    static String input(Topics topics) {
        return topics.interactionsValid().name();
    }

    static String output(Topics topics) {
        return topics.modelArtifacts().name();
    }

    static Topology topology(AppContext context) {
        var builder = new StreamsBuilder(context.topologyConfig());
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Integer()));
        KStream<String, String> words = builder.stream(
                input(context.topics()),
                Consumed.with(Serdes.String(), Serdes.String()).withName("words-source"));
        words.processValues(Count::new, Named.as("count"), STORE)
                .to(
                        output(context.topics()),
                        Produced.with(Serdes.String(), Serdes.String()).withName("counts-sink"));
        return builder.build();
    }

    static final class Count extends ContextualFixedKeyProcessor<String, String, String> {

        private @Nullable KeyValueStore<String, Integer> counts;

        @Override
        public void init(FixedKeyProcessorContext<String, String> context) {
            super.init(context);
            counts = context.getStateStore(STORE);
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            switch (record.value()) {
                case "bug" -> throw new IllegalStateException("a bug on one record");
                case "error" -> throw new AssertionError("broken beyond one record");
                default -> count(record);
            }
        }

        private void count(FixedKeyRecord<String, String> record) {
            if (counts == null) {
                throw new IllegalStateException("not initialised");
            }
            Integer before = counts.get(record.key());
            int now = before == null ? 1 : before + 1;
            counts.put(record.key(), now);
            context().forward(record.withValue(record.value() + " " + now));
        }
    }
}
