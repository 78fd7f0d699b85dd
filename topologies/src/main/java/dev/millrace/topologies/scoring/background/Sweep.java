package dev.millrace.topologies.scoring.background;

import dev.millrace.model.preferences.UserPreference;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds the users whose vector is not of the model that now serves them, recently active ones first: it goes through
 * the store once for the users of the last hour, and again for each older band that has any left. It remembers nothing
 * of its own: each user's state names the model that scored it, so that after a restart it starts over and passes by
 * whoever is done.
 */
final class Sweep {

    private static final List<Duration> BANDS =
            List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(100_000));

    private final Walk users;
    private final ModelSource models;
    private final Clock clock;
    private final BackgroundMetrics metrics;
    private final BooleanSupplier unfinished = this::isUnfinished;
    private @Nullable Lineup lineup;
    private volatile @Nullable Lineup finished;
    private boolean active;
    private long startedMs;
    private long activeSinceMs;
    private long newestLeftMs;

    Sweep(ReadOnlyKeyValueStore<String, byte[]> users, ModelSource models, Clock clock, BackgroundMetrics metrics) {
        this.users = new Walk("The sweep", users, metrics);
        this.models = models;
        this.clock = clock;
        this.metrics = metrics;
        metrics.watchSweep(unfinished);
    }

    /** Whether users may be left whose vector is not of the models in service; safe from any thread. */
    private boolean isUnfinished() {
        Lineup current = models.current();
        return current != null && current != finished;
    }

    /** Starts over when these are other models than before. */
    void follow(Lineup next) {
        if (next == lineup) {
            return;
        }
        lineup = next;
        active = !next.models().isEmpty();
        if (active) {
            startedMs = clock.millis();
            activate(startedMs - BANDS.get(0).toMillis());
        } else {
            finish();
        }
    }

    boolean active() {
        return active;
    }

    /** The next users to score anew, {@code most} at most; perhaps none though the sweep goes on. */
    List<String> next(int most) {
        Lineup followed = lineup;
        if (!active || followed == null) {
            return List.of();
        }
        List<String> stale = users.next(most, (user, state) -> isDue(user, state, followed));
        if (users.ended()) {
            endPass();
        }
        return stale;
    }

    void close() {
        metrics.forgetSweep(unfinished);
    }

    private void finish() {
        active = false;
        finished = lineup;
    }

    private boolean isDue(String user, UserPreference state, Lineup models) {
        if (models.serves(user, state.modelVersion())) {
            return false;
        }
        if (state.eventAppendedMs() < activeSinceMs) {
            newestLeftMs = Math.max(newestLeftMs, state.eventAppendedMs());
            return false;
        }
        return true;
    }

    private void endPass() {
        if (newestLeftMs == Long.MIN_VALUE) {
            finish();
            return;
        }
        long left = newestLeftMs;
        BANDS.stream()
                .mapToLong(band -> startedMs - band.toMillis())
                .filter(since -> since <= left)
                .max()
                .ifPresentOrElse(this::activate, this::finish);
    }

    private void activate(long sinceMs) {
        users.restart();
        activeSinceMs = sinceMs;
        newestLeftMs = Long.MIN_VALUE;
    }
}
