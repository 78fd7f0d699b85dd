package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.Effect;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How often each event type speaks for an item in the first part of a log. */
final class TypeShares {

    /** Rarer types decide nothing, and would be weighed by chance. */
    private static final double LEAST_SHARE = 0.01;

    private final InteractionLog log;
    private final int until;

    TypeShares(InteractionLog log, int until) {
        this.log = log;
        this.until = until;
    }

    /** Types with at least a hundredth of the events, most frequent first. */
    List<String> common(EventWeights weights) {
        long[] counts = new long[log.typeCount()];
        for (int event = 0; event < until; event++) {
            Effect effect = weights.effect(log.typeName(log.type(event)), log.value(event));
            counts[log.type(event)] += effect == Effect.POSITIVE || effect == Effect.INTEREST ? 1 : 0;
        }
        return IntStream.range(0, counts.length)
                .filter(type -> counts[type] > 0 && counts[type] >= LEAST_SHARE * until)
                .boxed()
                .sorted(Comparator.comparingLong(type -> -counts[type]))
                .map(log::typeName)
                .toList();
    }
}
