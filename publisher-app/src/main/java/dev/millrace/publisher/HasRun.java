package dev.millrace.publisher;

import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Whether the streams have run once. Global topics are read to their end before the first task starts, so from then on
 * the item table is complete; later rebalances do not touch it.
 */
final class HasRun implements BooleanSupplier {

    private final KafkaStreams streams;
    private volatile boolean hasRun;

    HasRun(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public boolean getAsBoolean() {
        if (!hasRun) {
            hasRun = streams.state() == KafkaStreams.State.RUNNING;
        }
        return hasRun;
    }
}
