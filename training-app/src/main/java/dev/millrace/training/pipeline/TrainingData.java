package dev.millrace.training.pipeline;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.replay.InteractionLog;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training learns from.
 *
 * @param catalogue by item; may be empty
 * @param logged lists with their features as scoring logged them, in any order; may be empty
 * @param champion model that serves now, to be compared with on events it was not trained on; null without one
 */
public record TrainingData(
        InteractionLog log,
        Map<String, ItemFacts> catalogue,
        List<LoggedList> logged,
        @Nullable ModelBundle champion) {

    /** Without a log of features. */
    public TrainingData(InteractionLog log, Map<String, ItemFacts> catalogue, @Nullable ModelBundle champion) {
        this(log, catalogue, List.of(), champion);
    }
}
