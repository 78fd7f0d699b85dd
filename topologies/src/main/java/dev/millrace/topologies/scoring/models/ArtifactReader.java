package dev.millrace.topologies.scoring.models;

import dev.millrace.model.bundle.Chunks;
import dev.millrace.model.bundle.FileEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Knows where in {@code model-artifacts} each version lies, and reads one when it is wanted. Versions pass by all the
 * time and few ever serve: remembering offsets instead of bytes keeps memory bounded, and any version that a later
 * rollout names, such as an old one to roll back to, is read again from its place.
 */
final class ArtifactReader implements Artifacts {

    private static final Duration POLL = Duration.ofMillis(200);

    /** First and last offset of a version in one partition. */
    private record Stretch(long first, long last) {

        Stretch with(long offset) {
            return new Stretch(Math.min(first, offset), Math.max(last, offset));
        }
    }

    private record Slot(List<byte @Nullable []> file, int chunk) {}

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, Map<TopicPartition, Stretch>> places = new HashMap<>();

    ArtifactReader(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** Notes a chunk that passed by; returns its version, null for a key that is none of a chunk. */
    @Nullable
    String passed(ConsumerRecord<byte[], byte[]> chunk) {
        String key = key(chunk);
        int end = key.lastIndexOf('/', key.lastIndexOf('/') - 1);
        if (end <= 0) {
            return null;
        }
        String version = key.substring(0, end);
        places.computeIfAbsent(version, unseen -> new HashMap<>())
                .merge(
                        new TopicPartition(chunk.topic(), chunk.partition()),
                        new Stretch(chunk.offset(), chunk.offset()),
                        (known, one) -> known.with(one.first()));
        return version;
    }

    @Override
    public Map<String, List<byte @Nullable []>> read(String version, Collection<FileEntry> files) {
        Map<String, Slot> wanted = new HashMap<>();
        Map<String, List<byte @Nullable []>> found = new HashMap<>();
        for (FileEntry file : files) {
            List<byte @Nullable []> chunks = new ArrayList<>(Collections.nCopies(file.chunks(), null));
            for (int chunk = 0; chunk < file.chunks(); chunk++) {
                wanted.put(Chunks.key(version, file.name(), chunk), new Slot(chunks, chunk));
            }
            found.put(file.name(), chunks);
        }
        Map<TopicPartition, Stretch> stretches = places.getOrDefault(version, Map.of());
        if (!stretches.isEmpty()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                stretches.forEach((partition, stretch) -> read(consumer, partition, stretch, wanted));
            }
        }
        return found;
    }

    private static void read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, Stretch stretch, Map<String, Slot> wanted) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, stretch.first());
        // A topic that was emptied or made anew ends before what was seen of it: its chunks are missing then.
        long end = Math.min(
                stretch.last() + 1, consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> chunk : consumer.poll(POLL)) {
                Slot slot = wanted.get(key(chunk));
                if (slot != null && (chunk.value() == null || chunk.value().length <= Chunks.SIZE)) {
                    slot.file().set(slot.chunk(), chunk.value());
                }
            }
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> chunk) {
        return chunk.key() == null ? "" : new String(chunk.key(), StandardCharsets.UTF_8);
    }
}
