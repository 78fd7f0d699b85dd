package dev.millrace.training.evaluation;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.TrainedModel;
import dev.millrace.training.pipeline.TrainingData;
import dev.millrace.training.pipeline.TrainingPipeline;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The models that the training job makes as a log grows, each trained once, when it is first asked for. Any number of
 * threads.
 */
final class Models {

    private final InteractionLog log;
    private final Map<String, ItemFacts> catalogue;
    private final FeatureDefinitions definitions;
    private final PipelineSettings settings;
    private final ProgressListener listener;
    private final Map<Integer, TrainedModel> trained = new HashMap<>();

    Models(
            InteractionLog log,
            Map<String, ItemFacts> catalogue,
            FeatureDefinitions definitions,
            PipelineSettings settings,
            ProgressListener listener) {
        this.log = log;
        this.catalogue = catalogue;
        this.definitions = definitions;
        this.settings = settings;
        this.listener = listener;
    }

    /** The model trained on the events before {@code until}. One thread trains, the others wait for it. */
    synchronized TrainedModel at(int until) {
        return trained.computeIfAbsent(until, this::train);
    }

    /** The models of a schedule, by the number of events that they have seen. */
    Map<Integer, Supplier<ModelBundle>> on(int... schedule) {
        Map<Integer, Supplier<ModelBundle>> models = new LinkedHashMap<>();
        for (int until : schedule) {
            models.put(until, () -> at(until).bundle());
        }
        return models;
    }

    private TrainedModel train(int until) {
        InteractionLog.Builder history = InteractionLog.builder();
        for (int i = 0; i < until; i++) {
            history.add(
                    log.userId(log.user(i)),
                    log.itemId(log.item(i)),
                    log.typeName(log.type(i)),
                    log.value(i),
                    log.timestampMs(i));
        }
        // A clock that stands still: trials alone bound the search, so that the machine does not decide the result.
        return new TrainingPipeline(settings, definitions, () -> 0)
                .train(new TrainingData(history.build(), catalogue, null), listener);
    }
}
