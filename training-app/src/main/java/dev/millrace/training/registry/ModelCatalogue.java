package dev.millrace.training.registry;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Models and rollouts as they stood at one moment.
 *
 * @param manifests by version, oldest first
 * @param rollouts latest per slot
 */
public record ModelCatalogue(SortedMap<String, ModelManifest> manifests, Map<String, Rollout> rollouts) {

    /** The model that serves the slot. */
    public Optional<ModelManifest> champion(String slot) {
        return Optional.ofNullable(rollouts.get(slot)).map(rollout -> manifests.get(rollout.getChampion()));
    }

    /** The model that a request led to, if it has. */
    public Optional<ModelManifest> trainedFor(String requestId) {
        return manifests.values().stream()
                .filter(manifest -> requestId.equals(manifest.getSettings().get(ModelRegistry.REQUEST_ID)))
                .findFirst();
    }
}
