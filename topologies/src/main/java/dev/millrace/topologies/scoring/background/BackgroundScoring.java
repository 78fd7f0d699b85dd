package dev.millrace.topologies.scoring.background;

import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Scores users anew whom no event asks for: everybody after a change of models ({@link Sweep}), and silent ones now and
 * then ({@link RefreshSweep}). Goes on in short steps as long as there is somebody left, and lets events go first.
 */
public final class BackgroundScoring {

    private static final Duration STEP = Duration.ofMillis(20);

    private final BackgroundSettings settings;
    private final Sweep sweep;
    private final RefreshSweep refresh;
    private final ModelSource.Reader models;
    private final Events events;
    private final Schedule schedule;
    private @Nullable Cancellable step;

    /** What goes on in the foreground. */
    public interface Events {

        /** Newest event time known; {@link Long#MIN_VALUE} while no event has come. */
        long timeMs();

        /** Whether no event waits and there is time to score somebody else; {@code nanos} by the ticker. */
        boolean leaveTime(long nanos);

        /** By the ticker. */
        long nanos();

        /** Scores a user without a new event; the moment it is done, by the ticker. */
        long score(String user, Lineup lineup, long startedNanos);
    }

    /** Calls back until cancelled. */
    public interface Schedule {

        /** Every {@code interval} of wall-clock time. */
        Cancellable every(Duration interval, LongConsumer call);
    }

    /**
     * @param users the states of one task's users
     * @param clock wall clock, for who was active recently
     */
    public BackgroundScoring(
            BackgroundSettings settings,
            ReadOnlyKeyValueStore<String, byte[]> users,
            ModelSource models,
            Clock clock,
            BackgroundMetrics metrics,
            Events events,
            Schedule schedule) {
        this.settings = settings;
        this.sweep = new Sweep(users, models, clock, metrics);
        this.refresh = new RefreshSweep(users, settings.refresh(), metrics);
        this.models = models.reader();
        this.events = events;
        this.schedule = schedule;
    }

    /** Looks whether there is something to do; to be called now and then. */
    public void look() {
        try {
            Lineup lineup = models.take();
            if (lineup != null) {
                sweep.follow(lineup);
            }
        } finally {
            models.release();
        }
        goOn();
    }

    private void goOn() {
        refresh.beginIfDue(events.timeMs());
        if (step == null && (sweep.active() || refresh.passing())) {
            step = schedule.every(STEP, now -> step());
        }
    }

    /** Events go first: whoever waits is scored before anyone whose model merely changed. */
    private void step() {
        if (step != null) {
            step.cancel();
            step = null;
        }
        Lineup lineup = models.take();
        try {
            long now = events.nanos();
            if (lineup != null && events.leaveTime(now)) {
                sweep.follow(lineup);
                for (String user : next()) {
                    now = events.score(user, lineup, now);
                }
            }
        } finally {
            models.release();
        }
        goOn();
    }

    private List<String> next() {
        if (sweep.active()) {
            refresh.done(events.timeMs());
            return sweep.next(perStep(settings.sweepUsersPerSecond()));
        }
        return refresh.next(perStep(settings.refresh().usersPerSecond()));
    }

    private static int perStep(int usersPerSecond) {
        return (int) Math.max(1, usersPerSecond * STEP.toMillis() / 1000);
    }

    /** To be called when the task goes: lets go of the models, and of the gauge of sweeps. */
    public void close() {
        if (step != null) {
            step.cancel();
            step = null;
        }
        sweep.close();
        models.close();
    }
}
