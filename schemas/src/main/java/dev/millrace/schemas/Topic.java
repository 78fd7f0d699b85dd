package dev.millrace.schemas;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** A Kafka topic together with the serdes that both of its ends must agree on. */
public record Topic<K, V>(TopicSpec spec, Serde<K> keySerde, Serde<V> valueSerde) {

    public String name() {
        return spec.name();
    }

    /** For {@code StreamsBuilder.stream}; names the source node {@code <topic>-source}. */
    public Consumed<K, V> consumed() {
        return Consumed.with(keySerde, valueSerde).withName(name() + "-source");
    }

    /** For {@code KStream.to}; names the sink node {@code <topic>-sink}. */
    public Produced<K, V> produced() {
        return Produced.with(keySerde, valueSerde).withName(name() + "-sink");
    }
}
