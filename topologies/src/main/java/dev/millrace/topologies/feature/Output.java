package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.ItemTouch;
import dev.millrace.avro.UserFeatures;
import org.jspecify.annotations.Nullable;

/** What the processors hand on; a value of null is a tombstone. */
sealed interface Output {

    /** On its way to the item's partition. */
    record Touch(ItemTouch touch) implements Output {

        byte[] encoded() {
            return Touches.FORMAT.encode(touch);
        }
    }

    record OfUser(@Nullable UserFeatures features) implements Output {}

    record OfItem(@Nullable ItemFeatures features) implements Output {}

    record AroundItem(@Nullable ItemNeighbours neighbours) implements Output {}
}
