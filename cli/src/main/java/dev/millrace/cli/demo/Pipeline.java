package dev.millrace.cli.demo;

import dev.millrace.training.TrainingOutcome;
import java.util.List;
import java.util.Optional;

/** The apps and the training service, running in this process. */
interface Pipeline extends AutoCloseable {

    /**
     * What one app takes in record by record; what it only looks things up in is left out.
     *
     * @param group its consumer group
     * @param topics full names
     */
    record Inputs(String group, List<String> topics) {}

    /** The apps between an event and its list, in the order of the flow; the first one screens events. */
    List<Inputs> inputs();

    /** Whether every app takes part in its group and serves. */
    boolean isReady();

    /** Whether every user's vector is of the model with this version. */
    boolean hasMovedTo(String modelVersion);

    /** Throws when an app has stopped, with the reason. */
    void check();

    /** How the latest training ended when it gave no model; empty when it gave one, or has not ended. */
    Optional<TrainingOutcome> trainingWithoutModel();

    /** Why scoring does not serve a model that was rolled out; empty while it has no reason. */
    Optional<String> modelRefusal();

    /** Address of the publisher's HTTP API. */
    String url();

    /** Stops the apps, those downstream last. */
    @Override
    void close();
}
