package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.util.Arrays;
import java.util.Random;

/**
 * Events by which models are judged: a seeded sample of the positive events of a slice of the log whose users have a
 * history, in order of time.
 */
final class Targets {

    private Targets() {}

    /** @return event indexes, ascending; at most {@code limit} */
    static int[] sample(
            InteractionLog log,
            UserTimelines timelines,
            EventWeights weights,
            int from,
            int until,
            int limit,
            long seed) {
        int[] eligible = new int[until - from];
        int count = 0;
        for (int i = from; i < until; i++) {
            boolean positive = weights.of(log.typeName(log.type(i)), log.value(i)) > 0;
            if (positive && timelines.countBefore(log.user(i), log.firstAt(log.timestampMs(i))) > 0) {
                eligible[count++] = i;
            }
        }
        var random = new Random(seed);
        int sampled = Math.min(limit, count);
        // The first steps of a Fisher-Yates shuffle.
        for (int i = 0; i < sampled; i++) {
            int other = i + random.nextInt(count - i);
            int swap = eligible[i];
            eligible[i] = eligible[other];
            eligible[other] = swap;
        }
        int[] targets = Arrays.copyOf(eligible, sampled);
        Arrays.sort(targets);
        return targets;
    }
}
