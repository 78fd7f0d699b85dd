package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Events by which models are judged: a seeded sample of the positive events of a slice of the log whose users have a
 * history and had not consumed the item, in order of time.
 */
final class Targets {

    /** Of one user: else a few busy ones, or one who clicks on one item all day, would say what is good for all. */
    private static final double MOST_OF_USER = 0.05;

    private static final int LEAST_OF_USER = 100;

    /** Of one user on one item. */
    private static final int MOST_OF_PAIR = 3;

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
        int mostOfUser = Math.max(LEAST_OF_USER, (int) (MOST_OF_USER * limit));
        Map<Integer, Integer> ofUser = new HashMap<>();
        Map<Pair, Integer> ofPair = new HashMap<>();
        var random = new Random(seed);
        int sampled = 0;
        // A Fisher-Yates shuffle, as far as it is needed.
        for (int i = 0; i < count && sampled < limit; i++) {
            int other = i + random.nextInt(count - i);
            int event = eligible[other];
            eligible[other] = eligible[i];
            int user = log.user(event);
            Pair pair = new Pair(user, log.item(event));
            boolean told = ofUser.getOrDefault(user, 0) >= mostOfUser || ofPair.getOrDefault(pair, 0) >= MOST_OF_PAIR;
            if (!told && !isLeftOut(log, timelines, weights, event)) {
                ofUser.merge(user, 1, Integer::sum);
                ofPair.merge(pair, 1, Integer::sum);
                eligible[sampled++] = event;
            }
        }
        int[] targets = Arrays.copyOf(eligible, sampled);
        Arrays.sort(targets);
        return targets;
    }

    private record Pair(int user, int item) {}

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
