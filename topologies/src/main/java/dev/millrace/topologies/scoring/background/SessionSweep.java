package dev.millrace.topologies.scoring.background;

import java.util.List;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Goes round and round through the sessions of a task, a few at each step, and finds those that are over. */
public final class SessionSweep {

    /** Some milliseconds of decoding; at one step per second, 100,000 sessions are gone through in four minutes. */
    private static final int LOOKED_AT = 400;

    private final Walk users;
    private final Sessions sessions;

    /** @param users the states of one task's users, sessions or not */
    public SessionSweep(ReadOnlyKeyValueStore<String, byte[]> users, Sessions sessions, BackgroundMetrics metrics) {
        this.users =
                new Walk("The search for ended sessions", users, sessions.prefix(), sessions.end(), LOOKED_AT, metrics);
        this.sessions = sessions;
    }

    /**
     * One step.
     *
     * @param nowMs event time
     */
    public List<String> over(long nowMs) {
        return sessions.exist() ? users.next(LOOKED_AT, (user, state) -> sessions.isOver(state, nowMs)) : List.of();
    }
}
