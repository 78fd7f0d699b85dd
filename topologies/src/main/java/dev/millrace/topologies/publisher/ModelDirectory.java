package dev.millrace.topologies.publisher;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The registered models and what is rolled out. Written by the global thread, read by any. */
public final class ModelDirectory {

    private final Map<String, ModelManifest> models = new ConcurrentHashMap<>();
    private final Map<String, Rollout> rollouts = new ConcurrentHashMap<>();

    /** Newest first. */
    public List<ModelManifest> models() {
        return models.values().stream()
                .sorted(Comparator.comparingLong(ModelManifest::getCreatedAtMs)
                        .reversed()
                        .thenComparing(ModelManifest::getVersion))
                .toList();
    }

    /** The current state of each slot, by the slot's name. */
    public List<Rollout> rollouts() {
        return rollouts.values().stream()
                .sorted(Comparator.comparing(Rollout::getSlot))
                .toList();
    }

    void model(String version, @Nullable ModelManifest manifest) {
        put(models, version, manifest);
    }

    void rollout(String slot, @Nullable Rollout rollout) {
        put(rollouts, slot, rollout);
    }

    private static <V> void put(Map<String, V> map, String key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }
}
