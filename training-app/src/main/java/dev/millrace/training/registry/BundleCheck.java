package dev.millrace.training.registry;

import dev.millrace.avro.ModelManifest;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.InvalidBundleException;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.ranking.InvalidRankerException;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.ranking.RankerTrials;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.recommend.SmokeTest;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a model back as scoring-app will: the same reader, the same loader, the same smoke test. What it would refuse
 * is not offered to it.
 */
public final class BundleCheck {

    private static final int LISTS = 20;

    private final FeatureDefinitions definitions;
    private final EventWeights weights;

    /** @param weights of scoring, which need not be those that the model was trained with */
    public BundleCheck(FeatureDefinitions definitions, EventWeights weights) {
        this.definitions = definitions;
        this.weights = weights;
    }

    /** Why the model could not serve; empty when it could. */
    public Optional<String> objection(ModelManifest manifest, Map<String, byte[]> files) {
        for (Map.Entry<String, Double> metric : manifest.getMetrics().entrySet()) {
            if (!Double.isFinite(metric.getValue())) {
                return Optional.of("the metric " + metric.getKey() + " is " + metric.getValue());
            }
        }
        try {
            ModelBundle bundle =
                    BundleFiles.read(manifest.getVersion(), manifest.getSettings(), manifest.getFeatures(), files);
            byte[] onnx = bundle.rankerOnnx();
            if (onnx != null) {
                RankerTrials.shared().check(onnx, bundle.features().size());
            }
            var items = new ItemTable(definitions);
            ServingModel model = ServingModel.load(bundle, items, definitions);
            try (OnnxRanker ranker = model.ranker()) {
                return new SmokeTest(definitions, RecommenderSettings.defaults(), weights, items).fault(model, LISTS);
            }
        } catch (InvalidBundleException | InvalidRankerException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
