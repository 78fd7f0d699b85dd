package dev.millrace.topologies.retrain;

import dev.millrace.avro.BundleFile;
import dev.millrace.avro.ModelManifest;
import dev.millrace.model.bundle.BundleFiles;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the item lists of the latest models together from their chunks and tells {@link ServingModels}. Manifest and
 * chunks may arrive in any order. Only the global thread comes here.
 */
final class ItemSets {

    /** Models whose items are kept, at about 60 bytes per item and model. */
    private static final int KEPT_VERSIONS = 4;

    private final ServingModels models;
    private final Map<String, TreeMap<String, byte[]>> chunks = new HashMap<>();
    private final Map<String, Integer> wanted = new HashMap<>();
    private final TreeSet<String> complete = new TreeSet<>();

    ItemSets(ServingModels models) {
        this.models = models;
    }

    void manifest(String version, @Nullable ModelManifest manifest) {
        if (manifest == null) {
            forget(version);
            return;
        }
        for (BundleFile described : manifest.getFiles()) {
            if (described.getName().equals(BundleFiles.ITEMS)) {
                wanted.put(version, described.getChunks());
                publishIfComplete(version);
            }
        }
    }

    /** @param key {@code version/file/chunk} */
    void chunk(String key, byte @Nullable [] bytes) {
        String[] parts = key.split("/", 3);
        if (parts.length != 3 || !parts[1].equals(BundleFiles.ITEMS)) {
            return;
        }
        if (bytes == null) {
            forget(parts[0]);
            return;
        }
        chunks.computeIfAbsent(parts[0], version -> new TreeMap<>()).put(parts[2], bytes);
        publishIfComplete(parts[0]);
    }

    private void publishIfComplete(String version) {
        TreeMap<String, byte[]> known = chunks.get(version);
        if (known == null || known.size() != wanted.getOrDefault(version, -1)) {
            return;
        }
        var whole = new ByteArrayOutputStream();
        known.values().forEach(whole::writeBytes);
        models.items(
                version,
                new HashSet<>(BundleFiles.readItems(whole.toByteArray()).ids()));
        chunks.remove(version);
        complete.add(version);
        if (complete.size() > KEPT_VERSIONS) {
            forget(complete.first());
        }
    }

    private void forget(String version) {
        chunks.remove(version);
        wanted.remove(version);
        complete.remove(version);
        models.forgetItems(version);
    }
}
