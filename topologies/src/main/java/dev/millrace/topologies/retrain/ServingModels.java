package dev.millrace.topologies.retrain;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.OffsetRange;
import dev.millrace.avro.Rollout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which model serves, what it was trained on and which items it knows. The global thread writes, stream threads read.
 */
final class ServingModels {

    /**
     * The model that serves a slot.
     *
     * @param untilOffsets for each partition of the valid interactions the end (exclusive) of what it was trained on
     */
    record Champion(String version, long createdAtMs, long eventCount, Map<Integer, Long> untilOffsets) {

        boolean trainedOn(int partition, long offset) {
            return offset < untilOffsets.getOrDefault(partition, 0L);
        }
    }

    private final String interactionsTopic;
    private final Map<String, Champion> champions = new ConcurrentHashMap<>(); // by version
    private final Map<String, String> rollouts = new ConcurrentHashMap<>(); // version by slot
    private final Map<String, Set<String>> items = new ConcurrentHashMap<>(); // by version

    ServingModels(String interactionsTopic) {
        this.interactionsTopic = interactionsTopic;
    }

    void manifest(String version, @Nullable ModelManifest manifest) {
        if (manifest == null) {
            champions.remove(version);
            return;
        }
        Map<Integer, Long> until = new HashMap<>();
        for (OffsetRange range : manifest.getTrainedOn()) {
            if (range.getTopic().equals(interactionsTopic)) {
                until.put(range.getPartition(), range.getUntilOffset());
            }
        }
        champions.put(version, new Champion(version, manifest.getCreatedAtMs(), manifest.getEventCount(), until));
    }

    void rollout(String slot, @Nullable Rollout rollout) {
        if (rollout == null) {
            rollouts.remove(slot);
        } else {
            rollouts.put(slot, rollout.getChampion());
        }
    }

    void items(String version, Set<String> known) {
        items.put(version, known);
    }

    void forgetItems(String version) {
        items.remove(version);
    }

    /** The model that serves the slot; null before the first rollout or while its manifest has not arrived. */
    @Nullable
    Champion champion(String slot) {
        String version = rollouts.get(slot);
        return version == null ? null : champions.get(version);
    }

    /** Whether the model is known not to have the item; false for versions whose items have not arrived. */
    boolean lacksItem(String version, String itemId) {
        Set<String> known = items.get(version);
        return known != null && !known.contains(itemId);
    }
}
