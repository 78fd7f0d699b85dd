package dev.millrace.topologies.scoring.background;

import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.UserPreference;
import java.time.Duration;

/**
 * Which users are anonymous sessions: those whose id begins with a prefix. A session is a user like any other with a
 * shorter memory: it ends when nothing has happened for a while, by event time, and is forgotten then.
 *
 * @param prefix blank: there are none
 * @param idle without an event for longer than this a session is over
 */
public record Sessions(String prefix, Duration idle) {

    /** Every user is remembered. */
    public static final Sessions NONE = new Sessions("", Duration.ofMinutes(30));

    public Sessions {
        if (idle.toMillis() < 1) {
            throw new IllegalArgumentException("scoring.sessions.idle must be at least 1 ms, was " + idle);
        }
        prefix = prefix.strip();
    }

    boolean exist() {
        return !prefix.isEmpty();
    }

    /** What is left of a user's state at an event. */
    public UserPreference remembered(String user, UserPreference state, long eventMs) {
        return user.startsWith(prefix) && isOver(state, eventMs) ? UserPreference.EMPTY : state;
    }

    /** @param nowMs event time */
    boolean isOver(UserPreference state, long nowMs) {
        History history = state.history();
        return exist()
                && !history.isEmpty()
                && nowMs - history.get(history.size() - 1).timestampMs() > idle.toMillis();
    }

    /** Sorts behind every id that begins with the prefix. */
    String end() {
        return prefix + Character.MAX_VALUE;
    }
}
