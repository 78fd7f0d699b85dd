package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.UserFeatures;
import org.jspecify.annotations.Nullable;

/** What the processors hand on; a value of null is a tombstone. */
sealed interface Output {

    /**
     * On their way to their items.
     *
     * @param partition that all of these items are in
     * @param batch to be read by {@link TouchBatch}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Touches(int partition, byte[] batch) implements Output {}

    record OfUser(@Nullable UserFeatures features) implements Output {}

    record OfItem(@Nullable ItemFeatures features) implements Output {}

    record AroundItem(@Nullable ItemNeighbours neighbours) implements Output {}
}
