package dev.millrace.topologies.scoring;

import dev.millrace.model.preferences.CorruptPreferenceException;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.PreferenceCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through a task's users once per {@link Refresh#every()} and finds those whose last list was made before the pass
 * began. It remembers nothing: after a restart the first pass is an interval away.
 */
final class RefreshSweep {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshSweep.class);

    private static final long NONE = Long.MIN_VALUE;

    /** Users looked at per step at most: some milliseconds of decoding. */
    private static final int LOOKED_AT = 500;

    private final UserStates states;
    private final Refresh refresh;
    private final ScoringMetrics metrics;
    private @Nullable String last;
    private boolean passing;
    private long beganMs = NONE;

    RefreshSweep(UserStates states, Refresh refresh, ScoringMetrics metrics) {
        this.states = states;
        this.refresh = refresh;
        this.metrics = metrics;
    }

    /** All users have been or are being scored for another reason: the next pass is an interval away. */
    void done(long nowMs) {
        passing = false;
        beganMs = nowMs;
    }

    /**
     * Begins a pass where an interval has passed since the last one began.
     *
     * @param nowMs event time; {@link Long#MIN_VALUE} while no event has come
     */
    void beginIfDue(long nowMs) {
        if (passing || !refresh.wanted() || nowMs == NONE) {
            return;
        }
        if (beganMs == NONE) {
            beganMs = nowMs;
        } else if (nowMs - beganMs >= refresh.every().toMillis()) {
            passing = true;
            beganMs = nowMs;
            last = null;
        }
    }

    /** Whether a pass is under way. */
    boolean passing() {
        return passing;
    }

    /** The next users to score anew, {@code most} at most; perhaps none though the pass goes on. */
    List<String> next(int most) {
        List<String> stale = new ArrayList<>();
        if (!passing) {
            return stale;
        }
        try (KeyValueIterator<String, byte[]> users = states.after(last)) {
            for (int i = 0; i < LOOKED_AT && stale.size() < most && users.hasNext(); i++) {
                KeyValue<String, byte[]> user = users.next();
                last = user.key;
                if (isStale(user)) {
                    stale.add(user.key);
                }
            }
            passing = users.hasNext();
        }
        return stale;
    }

    private boolean isStale(KeyValue<String, byte[]> user) {
        try {
            History history = PreferenceCodec.decode(user.value).history();
            if (history.isEmpty()) {
                return false;
            }
            long silentMs = beganMs - history.get(history.size() - 1).timestampMs();
            return silentMs > 0 && silentMs <= refresh.silence().toMillis();
        } catch (CorruptPreferenceException e) {
            metrics.failed();
            LOG.warn("The refreshing of lists passed by an unreadable user state", e);
            return false;
        }
    }
}
