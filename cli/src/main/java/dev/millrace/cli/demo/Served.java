package dev.millrace.cli.demo;

import dev.millrace.avro.Recommendations;
import dev.millrace.avro.ScoredExample;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.replay.InteractionLog;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What the apps made of a recorded stream.
 *
 * @param log the events that passed the screening, in their order
 * @param cut the first event that was replayed live
 * @param offsets of each event in {@code interactions.valid}, in its user's partition
 * @param appendedMs when each event was appended to the input topic, epoch milliseconds
 * @param scoredAtMs by user and offset of the newest event included: when candidates were made, epoch milliseconds
 * @param lists by user and offset: the published lists
 * @param examples by user and offset: the features that were logged
 * @param neighbours that the feature-app remembered around each item before the first live event
 * @param model that served; null when none passed its gate
 */
public record Served(
        InteractionLog log,
        int cut,
        long[] offsets,
        long[] appendedMs,
        Map<String, NavigableMap<Long, Long>> scoredAtMs,
        Map<String, NavigableMap<Long, Recommendations>> lists,
        Map<String, Map<Long, ScoredExample>> examples,
        Map<String, Neighbours> neighbours,
        @Nullable ModelBundle model) {}
