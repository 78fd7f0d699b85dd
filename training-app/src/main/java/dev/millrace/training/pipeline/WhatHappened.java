package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What users took at a moment: the answers to the lists that they had. */
final class WhatHappened {

    /**
     * A moment of one user.
     *
     * @param taken items of its positive events; may be empty
     */
    record Moment(long timestampMs, Set<String> taken) {}

    static final Moment NOTHING = new Moment(Long.MAX_VALUE, Set.of());

    private final InteractionLog log;
    private final EventWeights weights;
    private final UserTimelines timelines;
    private final Map<String, Integer> users = new HashMap<>();

    WhatHappened(InteractionLog log, EventWeights weights) {
        this.log = log;
        this.weights = weights;
        this.timelines = UserTimelines.of(log);
        for (int user = 0; user < log.userCount(); user++) {
            users.put(log.userId(user), user);
        }
    }

    /** The user's first moment after {@code timestampMs}; {@link #NOTHING} when there is none yet. */
    Moment next(String userId, long timestampMs) {
        Integer user = users.get(userId);
        if (user == null) {
            return NOTHING;
        }
        int position = timelines.countBefore(user, log.firstAt(timestampMs + 1));
        return position == timelines.count(user)
                ? NOTHING
                : at(user, log.timestampMs(timelines.event(user, position)), position);
    }

    /** Of an interned user at exactly {@code timestampMs}. */
    Moment at(int user, long timestampMs) {
        return at(user, timestampMs, timelines.countBefore(user, log.firstAt(timestampMs)));
    }

    private Moment at(int user, long timestampMs, int first) {
        Set<String> taken = new HashSet<>();
        for (int position = first; position < timelines.count(user); position++) {
            int event = timelines.event(user, position);
            if (log.timestampMs(event) != timestampMs) {
                break;
            }
            if (weights.wanted(log.typeName(log.type(event)), log.value(event))) {
                taken.add(log.itemId(log.item(event)));
            }
        }
        return new Moment(timestampMs, taken);
    }
}
