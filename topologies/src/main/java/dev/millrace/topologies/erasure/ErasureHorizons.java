package dev.millrace.topologies.erasure;

import dev.millrace.avro.Erasure;
import dev.millrace.schemas.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Up to when the events of each erased user of one task are forgotten.
 *
 * <p>An erasure and the events before it travel on different topics and partitions, so an event may arrive long after
 * the erasure that forgets it. What decides is append time, when the broker took the event and the erasure in: event
 * times can be chosen. An event appended in the same millisecond as the erasure is forgotten: the two cannot be told
 * apart, and to keep too much would be the worse mistake.
 */
public final class ErasureHorizons {

    /** User to epoch milliseconds of append time. */
    public static final String STORE = "erasure-horizons";

    /** A scan of the few users who asked, in memory. */
    private static final Duration LOOK_FOR_OLD = Duration.ofHours(6);

    private static final long NEVER = Long.MIN_VALUE;

    private final KeyValueStore<byte[], Long> store;

    private ErasureHorizons(KeyValueStore<byte[], Long> store) {
        this.store = store;
    }

    /**
     * In memory, because every event asks and nearly every answer is no. An erased user takes some 150 bytes for
     * {@link TopicSpec#ERASURES_KNOWN}.
     */
    public static StoreBuilder<KeyValueStore<byte[], Long>> builder() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.ByteArray(), Serdes.Long());
    }

    /** Of a processor that is connected to {@link #STORE}. */
    public static ErasureHorizons of(ProcessingContext context) {
        return new ErasureHorizons(context.getStateStore(STORE));
    }

    /** The horizon of an erasure as ingest-app passed it on. */
    public static long horizonOf(Record<?, Erasure> erasure) {
        Long until = erasure.value().getErasedUntilMs();
        return until == null ? erasure.timestamp() : until;
    }

    /** Whether an event that was appended then is to be forgotten. */
    public boolean forgets(String user, long appendedMs) {
        return appendedMs <= of(user);
    }

    /** As {@link #forgets(String, long)}. @param user id in UTF-8 */
    public boolean forgets(byte[] user, long appendedMs) {
        return appendedMs <= of(user);
    }

    /** Up to when the user's events are forgotten; {@link Long#MIN_VALUE} where none are. */
    public long of(String user) {
        return of(user.getBytes(StandardCharsets.UTF_8));
    }

    private long of(byte[] user) {
        Long horizon = store.get(user);
        return horizon == null ? NEVER : horizon;
    }

    /** @return whether the horizon is later than all that was known, so that there may be something to forget */
    public boolean raise(String user, long horizonMs) {
        return raise(user.getBytes(StandardCharsets.UTF_8), horizonMs);
    }

    /** As {@link #raise(String, long)}. @param user id in UTF-8 */
    public boolean raise(byte[] user, long horizonMs) {
        if (horizonMs <= of(user)) {
            return false;
        }
        store.put(user, horizonMs);
        return true;
    }

    /** Deletes what is kept of a user without reading it: what cannot be read must go, too. */
    @SuppressWarnings("NullAway") // null deletes
    public static <V> void drop(KeyValueStore<String, V> store, String user) {
        store.put(user, null);
    }

    /** Drops what is older than {@link TopicSpec#ERASURES_KNOWN}; to be cancelled with the processor. */
    public Cancellable expire(ProcessingContext context) {
        return context.schedule(LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, this::dropOld);
    }

    private void dropOld(long nowMs) {
        List<byte[]> old = new ArrayList<>();
        try (KeyValueIterator<byte[], Long> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], Long> entry = all.next();
                if (entry.value < nowMs - TopicSpec.ERASURES_KNOWN.toMillis()) {
                    old.add(entry.key);
                }
            }
        }
        old.forEach(store::delete);
    }
}
