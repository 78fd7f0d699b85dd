package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.util.Arrays;
import java.util.Random;

/**
 * Events by which models are judged: a seeded sample of the positive events of a slice of the log whose users have a
 * history and had not consumed the item, in order of time.
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
            boolean positive = weights.wanted(log.typeName(log.type(i)), log.value(i));
            if (positive && timelines.countBefore(log.user(i), log.firstAt(log.timestampMs(i))) > 0) {
                eligible[count++] = i;
            }
        }
        var random = new Random(seed);
        int sampled = 0;
        // A Fisher-Yates shuffle, as far as it is needed.
        for (int i = 0; i < count && sampled < limit; i++) {
            int other = i + random.nextInt(count - i);
            int event = eligible[other];
            eligible[other] = eligible[i];
            if (!isLeftOut(log, timelines, weights, event)) {
                eligible[sampled++] = event;
            }
        }
        int[] targets = Arrays.copyOf(eligible, sampled);
        Arrays.sort(targets);
        return targets;
    }

    /** Whether the user had consumed the item before: no list would hold it, so it tells nothing about any. */
    private static boolean isLeftOut(InteractionLog log, UserTimelines timelines, EventWeights weights, int event) {
        int user = log.user(event);
        int before = timelines.countBefore(user, log.firstAt(log.timestampMs(event)));
        for (int position = 0; position < before; position++) {
            int past = timelines.event(user, position);
            if (log.item(past) == log.item(event) && weights.consumes(Case.event(log, past))) {
                return true;
            }
        }
        return false;
    }
}
