package dev.millrace.cli.demo;

import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The ids of the events that are on the input topic already, read from the topic itself: a run that was killed goes on
 * with exactly those events that the broker never acknowledged.
 *
 * <p>Kept as 64-bit hashes (8 bytes per event): among ten million events two collide with a probability of 3e-6.
 */
final class KnownIds {

    private final long[] sorted;
    private final BitSet taken = new BitSet();

    private KnownIds(long[] hashes) {
        this.sorted = hashes;
        Arrays.sort(sorted);
    }

    static KnownIds none() {
        return new KnownIds(new long[0]);
    }

    static KnownIds of(String... ids) {
        return new KnownIds(Arrays.stream(ids).mapToLong(KnownIds::hash).toArray());
    }

    static KnownIds read(Cluster cluster) {
        Hashes hashes = new Hashes();
        var topic = cluster.topics().interactions();
        Deserializer<Interaction> deserializer = topic.valueSerde().deserializer();
        new TopicReader(cluster).readAll(topic.name(), record -> {
            try {
                Interaction event = deserializer.deserialize(topic.name(), record.value());
                hashes.add(event == null || event.getEventId() == null ? "" : event.getEventId());
            } catch (SerializationException e) {
                hashes.add(""); // not one of ours: the demo writes no record that cannot be read
            }
            return true;
        });
        return new KnownIds(hashes.trimmed());
    }

    int size() {
        return sorted.length;
    }

    /**
     * Whether the topic has this event; an id that the workload has twice is known twice only if the topic has it
     * twice.
     */
    boolean take(String id) {
        long hash = hash(id);
        int at = firstAt(hash);
        while (at < sorted.length && sorted[at] == hash) {
            if (!taken.get(at)) {
                taken.set(at);
                return true;
            }
            at++;
        }
        return false;
    }

    private int firstAt(long hash) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** FNV-1a with a final mix (Stafford's variant 13 of MurmurHash3's finalizer). */
    private static long hash(String id) {
        long h = 0xcbf29ce484222325L;
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }

    /** A growing array of primitive longs. */
    private static final class Hashes {

        private long[] values = new long[1 << 12];
        private int size;

        void add(String id) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = hash(id);
        }

        long[] trimmed() {
            return Arrays.copyOf(values, size);
        }
    }
}
