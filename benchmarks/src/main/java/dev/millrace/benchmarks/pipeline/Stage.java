package dev.millrace.benchmarks.pipeline;

import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.schemas.Topics;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import java.util.List;
import java.util.function.Function;

/**
 * One app by itself.
 *
 * @param input the topic whose records it is driven by
 */
record Stage(AppDefinition app, Function<Topics, String> input) {

    /** In an order in which each finds the input that the one before has written. */
    static List<Stage> all() {
        return List.of(
                new Stage(
                        IngestApp.definition(), topics -> topics.interactions().name()),
                new Stage(FeatureApp.definition(), topics -> topics.interactionsValid()
                        .name()),
                new Stage(ScoringApp.definition(), topics -> topics.interactionsValid()
                        .name()),
                new Stage(
                        PublisherApp.definition(), topics -> topics.candidates().name()),
                new Stage(RetrainTriggerApp.definition(), topics -> topics.interactionsValid()
                        .name()));
    }

    String name() {
        return app.name();
    }

    String group(Topics topics) {
        return topics.prefix() + "." + app.name();
    }
}
