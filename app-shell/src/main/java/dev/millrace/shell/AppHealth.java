package dev.millrace.shell;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Whether the app should be restarted (not live), should get work (ready), and has come up at all (started).
 *
 * <p>Not live only in ERROR, PENDING_ERROR and NOT_RUNNING: restarting an app that restores or rebalances would make it
 * begin again.
 */
public final class AppHealth {

    private final Map<String, BooleanSupplier> conditions = new ConcurrentHashMap<>();
    private volatile State state = State.CREATED;
    private volatile boolean started;
    private volatile boolean stopping;

    AppHealth() {}

    void enter(State next) {
        state = next;
        if (next == State.RUNNING) {
            started = true;
        }
    }

    /** From here on no more work is wanted. */
    void stop() {
        stopping = true;
    }

    void readyWhen(String name, BooleanSupplier condition) {
        conditions.put(name, condition);
    }

    public boolean isLive() {
        return state != State.ERROR && state != State.PENDING_ERROR && state != State.NOT_RUNNING;
    }

    /** Running or rebalancing, not about to stop, and every condition of the app holds. */
    public boolean isReady() {
        return state.isRunningOrRebalancing() && !stopping && waitingFor().isEmpty();
    }

    /** Whether it ran once, with all state restored. */
    public boolean isStarted() {
        return started;
    }

    /** State of Kafka Streams; CREATED also before there is any. */
    public State state() {
        return state;
    }

    /** Names of the conditions that do not hold, sorted. */
    public List<String> waitingFor() {
        return conditions.entrySet().stream()
                .filter(condition -> !condition.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
