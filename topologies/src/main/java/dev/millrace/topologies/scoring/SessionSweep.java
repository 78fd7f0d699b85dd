package dev.millrace.topologies.scoring;

import dev.millrace.model.preferences.CorruptPreferenceException;
import dev.millrace.model.preferences.PreferenceCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes round and round through the sessions of a task, a few at each step, and finds those that are over. */
final class SessionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSweep.class);

    /** Some milliseconds of decoding; at one step per second, 100,000 sessions are gone through in four minutes. */
    private static final int LOOKED_AT = 400;

    private final UserStates states;
    private final Sessions sessions;
    private final ScoringMetrics metrics;
    private @Nullable String last;

    SessionSweep(UserStates states, Sessions sessions, ScoringMetrics metrics) {
        this.states = states;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /** @param nowMs event time */
    List<String> over(long nowMs) {
        List<String> over = new ArrayList<>();
        if (!sessions.exist()) {
            return over;
        }
        try (KeyValueIterator<String, byte[]> users =
                states.between(last == null ? sessions.prefix() : last, sessions.end())) {
            for (int i = 0; i < LOOKED_AT && users.hasNext(); i++) {
                KeyValue<String, byte[]> user = users.next();
                last = user.key;
                if (isOver(user, nowMs)) {
                    over.add(user.key);
                }
            }
            if (!users.hasNext()) {
                last = null;
            }
        }
        return over;
    }

    private boolean isOver(KeyValue<String, byte[]> user, long nowMs) {
        try {
            return sessions.isOver(PreferenceCodec.decode(user.value), nowMs);
        } catch (CorruptPreferenceException e) {
            metrics.failed();
            LOG.warn("The search for ended sessions passed by an unreadable user state", e);
            return false;
        }
    }
}
