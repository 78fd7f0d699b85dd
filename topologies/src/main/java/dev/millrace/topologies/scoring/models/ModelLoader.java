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
import dev.millrace.model.ranking.RankerTrials;
import dev.millrace.model.ranking.RankerVerdict;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.recommend.SmokeTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    /** Everything at once; waits for the trial of the ranker, some seconds at most. */
    ServingModel load(ModelManifest manifest, Artifacts artifacts) throws ModelRefusedException {
        Tried tried = begin(manifest, artifacts);
        return finish(tried, tried.verdict().join());
    }

    /**
     * A model on its way: read and checked, its ranker being tried in a process of its own.
     *
     * @param verdict passed at once where the model has no ranker
     */
    record Tried(ModelBundle bundle, CompletableFuture<RankerVerdict> verdict) {}

    /** Reads the files and lets the ranker be tried; does not wait for that. */
    Tried begin(ModelManifest manifest, Artifacts artifacts) throws ModelRefusedException {
        ModelBundle bundle = assemble(manifest, files(manifest, artifacts));
        byte[] onnx = bundle.rankerOnnx();
        return new Tried(
                bundle,
                onnx == null
                        ? CompletableFuture.completedFuture(RankerVerdict.PASSED)
                        : RankerTrials.shared().begin(onnx, bundle.features().size()));
    }

    /** Puts the model together, unless the ranker must not be loaded. */
    ServingModel finish(Tried tried, RankerVerdict verdict) throws ModelRefusedException {
        if (!verdict.passed()) {
            throw new ModelRefusedException(reason(verdict), verdict.detail());
        }
        ServingModel model = serving(tried.bundle());
        try {
            smoke(model);
        } catch (ModelRefusedException e) {
            discard(model);
            throw e;
        }
        return model;
    }

    private static RefusalReason reason(RankerVerdict verdict) {
        return switch (verdict.outcome()) {
            case INVALID -> RefusalReason.BAD_RANKER;
            case BAD_SCORES -> RefusalReason.FAILS_SMOKE_TEST;
            case TOO_SLOW -> RefusalReason.TOO_SLOW;
            case TOO_MUCH_MEMORY -> RefusalReason.TOO_MUCH_MEMORY;
            case CRASHED -> RefusalReason.CRASHED;
            case UNTRIED -> RefusalReason.UNTRIED;
            case PASSED -> throw new IllegalArgumentException("a ranker that passed is not refused");
        };
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
        if (bytes > limits.largest()) {
            throw new ModelRefusedException(
                    RefusalReason.TOO_LARGE,
                    "the files take up to " + bytes + " bytes; " + limits.largest()
                            + " fit by scoring.models.max-bytes and scoring.models.heap-share");
        }
        return entries;
    }

    private static ModelBundle assemble(ModelManifest manifest, Map<String, byte[]> files)
            throws ModelRefusedException {
        try {
            return BundleFiles.read(manifest.getVersion(), manifest.getSettings(), manifest.getFeatures(), files);
        } catch (InvalidBundleException | IllegalArgumentException e) {
            throw new ModelRefusedException(RefusalReason.DAMAGED, e);
        }
    }

    private ServingModel serving(ModelBundle bundle) throws ModelRefusedException {
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
