package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.UnreadableState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The touches of one processor on their way to the partitions of their items, gathered for a moment: one record per
 * partition and moment. What is gathered is stored, so that a crash loses none of it. Whoever {@link #add adds} ends
 * the record being processed with {@link #keep}.
 */
final class OutgoingTouches {

    /** Short beside the interval of publication, long beside the time between events. */
    static final Duration MOMENT = Duration.ofMillis(100);

    /** What is gathered is copied with every event. */
    private static final int MOST = 128;

    private static final int USUAL_BYTES = 1 << 13;

    private final KeyValueStore<Integer, byte[]> store;
    private final int place;
    private final int partitions;
    private final boolean atOnce;
    private final ProcessorContext<String, Output> context;
    private AvroSink gathered = new AvroSink(USUAL_BYTES);
    private int count;
    private int stored;

    private OutgoingTouches(ProcessorContext<String, Output> context, int place, int partitions, boolean atOnce) {
        this.store = context.getStateStore(FeatureTopology.OUTGOING_STORE);
        this.place = place;
        this.partitions = partitions;
        this.atOnce = atOnce;
        this.context = context;
    }

    /** Cached: what grows from event to event is written to the changelog once per commit. */
    static StoreBuilder<KeyValueStore<Integer, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(FeatureTopology.OUTGOING_STORE),
                        Serdes.Integer(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }

    /**
     * Goes on with what an earlier run gathered.
     *
     * @param place in the store, a number of the processor's own
     * @param partitions of items
     * @param atOnce with every record, instead
     */
    static OutgoingTouches of(
            ProcessorContext<String, Output> context,
            int place,
            int partitions,
            boolean atOnce,
            UnreadableState unreadable) {
        var touches = new OutgoingTouches(context, place, partitions, atOnce);
        touches.restore(unreadable.of(FeatureTopology.OUTGOING_STORE, FaultLimit.of(context.appConfigs())));
        return touches;
    }

    private void restore(UnreadableState.OfStore unreadable) {
        byte[] left = store.get(place);
        if (left == null) {
            return;
        }
        try {
            count = TouchBatch.check(left);
            stored = count;
            gathered.writeRaw(left);
        } catch (SerializationException e) {
            store.delete(place);
            unreadable.dropped(e);
        }
    }

    void add(String itemId, ItemTouch touch) {
        TouchBatch.append(gathered, itemId.getBytes(StandardCharsets.UTF_8), Touches.FORMAT.encode(touch));
        count++;
    }

    /** Stores what was added, or sends it when it is due. */
    void keep() {
        if (count == stored) {
            return;
        }
        if (atOnce || count >= MOST) {
            send(context.currentSystemTimeMs());
        } else {
            store.put(place, gathered.toBytes());
            stored = count;
        }
    }

    /** Whether there is nothing to {@link #send}. */
    boolean isEmpty() {
        return count == 0;
    }

    /** To be called {@link #MOMENT} after there is something. */
    void send(long nowMs) {
        if (count == 0) {
            return;
        }
        AvroSink[] byPartition = new AvroSink[partitions];
        for (var batch = new TouchBatch(gathered.toBytes()); batch.hasNext(); ) {
            byte[] item = batch.item();
            int partition = partition(item);
            if (byPartition[partition] == null) {
                byPartition[partition] = new AvroSink(USUAL_BYTES / partitions);
            }
            TouchBatch.append(byPartition[partition], item, batch.encoded());
        }
        for (int partition = 0; partition < partitions; partition++) {
            if (byPartition[partition] != null) {
                var touches = new Output.Touches(partition, byPartition[partition].toBytes());
                context.forward(new Record<>("", touches, nowMs), FeatureTopology.TOUCHES);
            }
        }
        if (stored > 0) {
            store.delete(place);
        }
        gathered = new AvroSink(USUAL_BYTES);
        count = 0;
        stored = 0;
    }

    /** Kafka's own, of the item as key. */
    private int partition(byte[] item) {
        return Utils.toPositive(Utils.murmur2(item)) % partitions;
    }
}
