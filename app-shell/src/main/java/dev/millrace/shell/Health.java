package dev.millrace.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.KafkaStreams.State;

/** Answers an orchestrator's three questions from the state of Kafka Streams and the app's own conditions. */
public final class Health {

    private final Map<String, BooleanSupplier> conditions;
    private volatile State state = State.CREATED;
    private volatile boolean started;

    Health(Map<String, BooleanSupplier> conditions) {
        this.conditions = new LinkedHashMap<>(conditions);
    }

    void changed(State now) {
        state = now;
        started |= now == State.RUNNING;
    }

    public State state() {
        return state;
    }

    /** False only when a restart would help. */
    public boolean isLive() {
        return state != State.ERROR && state != State.PENDING_ERROR && state != State.NOT_RUNNING;
    }

    /** Ran at least once. */
    public boolean isStarted() {
        return started;
    }

    /** Running or rebalancing, and everything the app itself waits for is there. */
    public boolean isReady() {
        return state.isRunningOrRebalancing() && missing().isEmpty();
    }

    /** The app's own conditions that do not hold, by name. */
    public List<String> missing() {
        return conditions.entrySet().stream()
                .filter(condition -> !condition.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }
}
