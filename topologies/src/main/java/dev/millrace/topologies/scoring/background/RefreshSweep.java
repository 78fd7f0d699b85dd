package dev.millrace.topologies.scoring.background;

import dev.millrace.model.preferences.History;
import java.util.List;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Goes through a task's users once per {@link Refresh#every()} and finds those whose last list was made before the pass
 * began. It remembers nothing: after a restart the first pass is an interval away.
 */
final class RefreshSweep {

    private static final long NONE = Long.MIN_VALUE;

    private final Walk users;
    private final Refresh refresh;
    private boolean passing;
    private long beganMs = NONE;

    RefreshSweep(ReadOnlyKeyValueStore<String, byte[]> users, Refresh refresh, BackgroundMetrics metrics) {
        this.users = new Walk("The refreshing of lists", users, metrics);
        this.refresh = refresh;
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
            users.restart();
        }
    }

    /** Whether a pass is under way. */
    boolean passing() {
        return passing;
    }

    /** The next users to score anew, {@code most} at most; perhaps none though the pass goes on. */
    List<String> next(int most) {
        if (!passing) {
            return List.of();
        }
        List<String> stale = users.next(most, (user, state) -> isStale(state.history()));
        passing = !users.ended();
        return stale;
    }

    private boolean isStale(History history) {
        if (history.isEmpty()) {
            return false;
        }
        long silentMs = beganMs - history.get(history.size() - 1).timestampMs();
        return silentMs > 0 && silentMs <= refresh.silence().toMillis();
    }
}
