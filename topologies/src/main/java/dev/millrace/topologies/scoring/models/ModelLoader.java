package dev.millrace.topologies.scoring.models;

import dev.millrace.avro.BundleFile;
import dev.millrace.avro.ModelManifest;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.Chunks;
import dev.millrace.model.bundle.FileEntry;
import dev.millrace.model.bundle.InvalidBundleException;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.ranking.InvalidRankerException;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.recommend.SmokeTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model that can serve out of files that came from outside: checks every size and hash, loads, scores fixed
 * users, and warms up, so that the first real user pays for nothing.
 */
final class ModelLoader {

    private final ModelUse use;
    private final ModelFeedSettings limits;
    private final ItemView items;

    ModelLoader(ModelUse use, ModelFeedSettings limits, ItemView items) {
        this.use = use;
        this.limits = limits;
        this.items = items;
    }

    ServingModel load(ModelManifest manifest, Artifacts artifacts) throws ModelRefusedException {
        ServingModel model = assemble(manifest, files(manifest, artifacts));
        try {
            smoke(model);
        } catch (ModelRefusedException e) {
            discard(model);
            throw e;
        }
        return model;
    }

    static void discard(ServingModel model) {
        if (model.ranker() != null) {
            model.ranker().close();
        }
    }

    private Map<String, byte[]> files(ModelManifest manifest, Artifacts artifacts) throws ModelRefusedException {
        List<FileEntry> entries = entries(manifest);
        Map<String, List<byte @Nullable []>> chunks = artifacts.read(manifest.getVersion(), entries);
        Map<String, byte[]> files = new HashMap<>();
        for (FileEntry entry : entries) {
            List<byte @Nullable []> of = chunks.getOrDefault(entry.name(), List.of());
            if (of.size() < entry.chunks() || of.contains(null)) {
                throw new ModelRefusedException(
                        RefusalReason.INCOMPLETE, "chunks of the model file " + entry.name() + " are missing");
            }
            try {
                files.put(entry.name(), Chunks.join(entry, of));
            } catch (InvalidBundleException e) {
                throw new ModelRefusedException(RefusalReason.DAMAGED, e);
            }
            chunks.remove(entry.name()); // the file is whole: its chunks need not be held twice
        }
        return files;
    }

    private List<FileEntry> entries(ModelManifest manifest) throws ModelRefusedException {
        List<FileEntry> entries = new ArrayList<>();
        long bytes = 0;
        for (BundleFile file : manifest.getFiles()) {
            long room = (long) file.getChunks() * Chunks.SIZE;
            if (file.getSize() < 0 || file.getChunks() < 1 || file.getSize() > room) {
                throw new ModelRefusedException(
                        RefusalReason.DAMAGED,
                        "the manifest puts " + file.getSize() + " bytes of " + file.getName() + " into "
                                + file.getChunks() + " chunks");
            }
            bytes += room;
            entries.add(new FileEntry(file.getName(), file.getSize(), file.getChunks(), file.getSha256()));
        }
        if (bytes > limits.maxBytes()) {
            throw new ModelRefusedException(
                    RefusalReason.TOO_LARGE,
                    "the files take up to " + bytes + " bytes, scoring.models.max-bytes is " + limits.maxBytes());
        }
        return entries;
    }

    private ServingModel assemble(ModelManifest manifest, Map<String, byte[]> files) throws ModelRefusedException {
        ModelBundle bundle;
        try {
            bundle = BundleFiles.read(manifest.getVersion(), manifest.getSettings(), manifest.getFeatures(), files);
        } catch (InvalidBundleException | IllegalArgumentException e) {
            throw new ModelRefusedException(RefusalReason.DAMAGED, e);
        }
        try {
            return ServingModel.load(bundle, items, use.definitions());
        } catch (InvalidRankerException | IllegalArgumentException e) {
            throw new ModelRefusedException(RefusalReason.BAD_RANKER, e);
        }
    }

    private void smoke(ServingModel model) throws ModelRefusedException {
        Optional<String> fault = new SmokeTest(use.definitions(), use.lists(), use.weights(), items)
                .fault(model, limits.warmUpLists() + 1);
        if (fault.isPresent()) {
            throw new ModelRefusedException(RefusalReason.FAILS_SMOKE_TEST, fault.get());
        }
    }
}
