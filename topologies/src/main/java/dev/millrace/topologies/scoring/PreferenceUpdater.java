package dev.millrace.topologies.scoring;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Interaction;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.NewItemTouch;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.SentBack;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.PassedOn;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.scoring.background.BackgroundScoring;
import dev.millrace.topologies.scoring.background.SessionSweep;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelSource;
import dev.millrace.topologies.scoring.newitems.NewItemTouches;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Takes events into their users' states, scores the users, and forgets whoever is to be forgotten.
 *
 * <p>A user is scored right where the event is taken in: one look-up, one write. A user waits only when scored a moment
 * ago (an event of a burst), while the thread's scoring time is used up ({@link Pace}), or until the models are known;
 * whoever waits is in the store {@code awaiting-scoring} too and is scored by a punctuation, oldest first, once for all
 * events so far. The punctuation is scheduled when somebody waits and not otherwise: under exactly-once an idle one
 * would commit a transaction each time.
 */
final class PreferenceUpdater extends PunctuatedProcessor<String, SpecificRecord, String, Outcome> {

    private static final Duration NEXT_ROUND = Duration.ofMillis(1);
    private static final Duration MODELS_UNKNOWN = Duration.ofMillis(50);

    private final Supplies supplies;
    private final ScoringSettings settings;
    private final LongSupplier ticker;
    private final ScoringMetrics metrics;
    private @Nullable Parts begun;
    private @Nullable Cancellable expiry;
    private long eventTimeMs;

    /** What exists between {@link #init} and {@link #close}. */
    private record Parts(
            UserStates states,
            ErasureHorizons horizons,
            WaitingUsers waiting,
            RecentlyScored recent,
            Scorer scorer,
            BackgroundScoring background,
            SessionSweep ended,
            Pace pace,
            ModelSource.Reader models,
            PunctuatedProcessor<?, ?, ?, ?>.Wake round) {}

    private PreferenceUpdater(Supplies supplies) {
        this.supplies = supplies;
        this.settings = supplies.settings();
        this.ticker = supplies.ticker();
        this.metrics = supplies.metrics();
    }

    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        super.init(context);
        KeyValueStore<String, byte[]> users = context.getStateStore(ScoringTopology.PREFERENCES_STORE);
        begun = new Parts(
                new UserStates(
                        KeptState.of(
                                context, ScoringTopology.PREFERENCES_STORE, UserStates.serde(), supplies.unreadable()),
                        settings.decodedUsers()),
                ErasureHorizons.of(context),
                new WaitingUsers(
                        KeptState.of(context, ScoringTopology.AWAITING_STORE, Waiter.serde(), supplies.unreadable()),
                        ticker.getAsLong(),
                        metrics),
                new RecentlyScored(settings.coalesce().toNanos()),
                new Scorer(settings, supplies.items(), metrics, supplies.clock()),
                new BackgroundScoring(
                        settings, users, supplies.models(), supplies.clock(), metrics, new Foreground(), this::every),
                new SessionSweep(users, settings.sessions(), metrics),
                new Pace(settings.burst().toNanos(), settings.intakeShare(), ticker.getAsLong()),
                supplies.models().reader(),
                wake(now -> playRound()));
        eventTimeMs = Long.MIN_VALUE;
        every(settings.housekeeping(), now -> keepHouse());
        expiry = parts().horizons().expire(context);
        scheduleRound();
    }

    private Parts parts() {
        return Objects.requireNonNull(begun, "init comes first");
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() instanceof Interaction interaction) {
            if (parts().horizons().forgets(record.key(), firstAppendedMs(record))) {
                supplies.leftOut().increment();
            } else {
                takeIn(record.withValue(interaction));
            }
        } else if (record.value() instanceof Erasure erasure) {
            forget(record.key(), ErasureHorizons.horizonOf(record.withValue(erasure)), PassedOn.of(record.headers()));
        } else {
            throw new IllegalArgumentException("neither an interaction nor an erasure");
        }
    }

    /**
     * What was sent on is withdrawn, and nothing is left of the user here but what was appended after the erasure and
     * has come before it: that is a new user, who is scored like any other.
     */
    private void forget(String user, long erasedUntilMs, Headers headers) {
        UserPreference left = parts().states().load(user).after(erasedUntilMs, settings.weights());
        if (!parts().horizons().raise(user, erasedUntilMs)) {
            return; // an earlier one than is known: what it forgets has been forgotten
        }
        parts().states().forget(user);
        parts().waiting().remove(user);
        parts().recent().forget(user);
        context()
                .forward(new Record<>(
                        user, new Outcome.Withdrawn(), supplies.clock().millis(), withHorizon(user, headers)));
        metrics.forgotten();
        if (!left.history().isEmpty()) {
            parts().states().save(user, left);
            parts().waiting().add(user, left.asOfOffset(), ticker.getAsLong(), headers);
            scheduleRound();
        }
    }

    /** Of what is made of the user: those of the event, and which erasure it knows of. */
    private Headers withHorizon(String user, Headers ofEvent) {
        var headers = new RecordHeaders(ofEvent);
        long erasedUntilMs = parts().horizons().of(user);
        if (erasedUntilMs != Long.MIN_VALUE) {
            MillraceHeaders.setErasedMs(headers, erasedUntilMs);
        }
        return headers;
    }

    private static long firstAppendedMs(Record<?, ?> record) {
        return MillraceHeaders.firstAppendedMs(record.headers(), record.timestamp());
    }

    private void takeIn(Record<String, Interaction> record) {
        long started = ticker.getAsLong();
        String user = Objects.requireNonNull(record.key(), "an interaction without a user");
        long offset = context().recordMetadata().map(RecordMetadata::offset).orElseThrow();
        UserPreference before = settings.sessions()
                .remembered(user, parts().states().load(user), record.value().getTimestampMs());
        UserPreference state = including(before, record, offset);
        Headers headers = PassedOn.of(record.headers());
        Lineup lineup = parts().models().take();
        try {
            if (lineup != null && state != before) {
                tell(NewItemTouches.of(user, before, event(record.value()), lineup));
            }
            long notBefore = parts().recent().notBefore(user, started);
            boolean atOnce = notBefore == started && parts().waiting().isEmpty();
            if (lineup != null && atOnce && parts().pace().allows(started)) {
                score(user, state, lineup, true, started, headers);
            } else {
                parts().states().save(user, state);
                parts().waiting().add(user, offset, notBefore, headers);
                scoreWaiting(lineup);
            }
        } finally {
            parts().models().release();
        }
        metrics.event();
        scheduleRound();
    }

    /** The user's state with this event. */
    private UserPreference including(UserPreference state, Record<String, Interaction> record, long offset) {
        Interaction interaction = record.value();
        eventTimeMs = Math.max(eventTimeMs, interaction.getTimestampMs());
        long appendedMs = MillraceHeaders.appendedMs(record.headers(), record.timestamp());
        if (SentBack.in(record.headers()) != null) {
            // Its offset is of another topic: it neither tells what was read before nor what is to be read next.
            long newest = Math.max(appendedMs, state.eventAppendedMs());
            return state.with(event(interaction), settings.weights(), state.asOfOffset(), newest);
        }
        if (offset <= state.asOfOffset() && appendedMs <= state.eventAppendedMs()) {
            // Read again after a crash under at-least-once, where the store may be ahead of the committed offset.
            return state;
        }
        return state.with(event(interaction), settings.weights(), offset, appendedMs, firstAppendedMs(record));
    }

    private static Event event(Interaction interaction) {
        Double value = interaction.getValue();
        return new Event(
                interaction.getItemId(),
                interaction.getEventType(),
                value == null ? 1f : value.floatValue(),
                interaction.getTimestampMs());
    }

    /** Sends each touch on its way to its item. */
    private void tell(List<NewItemTouch> said) {
        for (NewItemTouch touch : said) {
            context()
                    .forward(new Record<>(
                            touch.itemId(),
                            new Outcome.Touched(touch),
                            supplies.clock().millis()));
        }
    }

    /**
     * Scores, stores and forwards.
     *
     * @param headers of the event behind it
     * @return the moment it is done
     */
    private long score(
            String user, UserPreference state, Lineup lineup, boolean newEvent, long started, Headers headers) {
        Scorer.Result result = parts().scorer().score(user, state, lineup, nowMs(state), newEvent);
        parts().states().save(user, result == null ? state : result.state());
        parts().waiting().remove(user);
        if (result != null) {
            context()
                    .forward(
                            new Record<>(user, result.scored(), supplies.clock().millis(), withHorizon(user, headers)));
            tell(NewItemTouches.ofMove(user, state, result.state(), lineup));
        }
        long now = ticker.getAsLong();
        parts().pace().spent(started, now);
        parts().recent().add(user, now);
        if (newEvent) {
            metrics.scored(now - started, supplies.clock().millis() - state.eventAppendedMs());
        } else {
            metrics.swept(now - started);
        }
        return now;
    }

    /** The newest event time that this task or this user knows of. */
    private long nowMs(UserPreference state) {
        int size = state.history().size();
        if (size > 0) {
            eventTimeMs = Math.max(eventTimeMs, state.history().get(size - 1).timestampMs());
        }
        return eventTimeMs;
    }

    private void scoreWaiting(@Nullable Lineup lineup) {
        int scored = 0;
        long now = ticker.getAsLong();
        String user = lineup == null ? null : parts().waiting().due(now);
        while (user != null && lineup != null && parts().pace().allows(now)) {
            now = score(
                    user,
                    parts().states().load(user),
                    lineup,
                    true,
                    now,
                    parts().waiting().headers(user));
            scored++;
            user = parts().waiting().due(now);
        }
        if (scored > 0) {
            metrics.batch(scored);
        }
    }

    private void scheduleRound() {
        if (!parts().waiting().isEmpty()) {
            parts().round().in(supplies.models().known() ? NEXT_ROUND : MODELS_UNKNOWN);
        }
    }

    private void playRound() {
        try {
            scoreWaiting(parts().models().take());
        } finally {
            parts().models().release();
        }
        scheduleRound();
    }

    private void keepHouse() {
        parts().background().look();
        endSessions();
    }

    private void endSessions() {
        for (String user : parts().ended().over(eventTimeMs)) {
            parts().states().forget(user);
            parts().waiting().remove(user);
            long nowMs = supplies.clock().millis();
            var ended = new Erasure(user, nowMs, "session over", null);
            context().forward(new Record<>(user, new Outcome.Ended(ended), nowMs));
            metrics.sessionEnded();
        }
    }

    /** What background scoring sees of this. */
    private final class Foreground implements BackgroundScoring.Events {

        @Override
        public long timeMs() {
            return eventTimeMs;
        }

        @Override
        public boolean leaveTime(long nanos) {
            return parts().waiting().isEmpty() && parts().pace().allows(nanos);
        }

        @Override
        public long nanos() {
            return ticker.getAsLong();
        }

        @Override
        public long score(String user, Lineup lineup, long startedNanos) {
            return PreferenceUpdater.this.score(
                    user, parts().states().load(user), lineup, false, startedNanos, new RecordHeaders());
        }
    }

    @Override
    protected void end() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        if (begun != null) {
            begun.waiting().close();
            begun.background().close();
            begun.models().close();
            begun = null;
        }
    }

    /** What all tasks of the process share. */
    record Supplies(
            ScoringSettings settings,
            ItemTable items,
            ModelSource models,
            ScoringMetrics metrics,
            Counter leftOut,
            UnreadableState unreadable,
            Clock clock,
            LongSupplier ticker) {}

    /** Declares the processor together with the stores it owns. */
    record OfTask(Supplies supplies) implements ProcessorSupplier<String, SpecificRecord, String, Outcome> {

        @Override
        public Processor<String, SpecificRecord, String, Outcome> get() {
            return new PreferenceUpdater(supplies);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    ErasureHorizons.builder(),
                    // Cached: a user's writes within one commit become one write to RocksDB and one to the changelog.
                    KeptState.builder(
                                    Stores.persistentKeyValueStore(ScoringTopology.PREFERENCES_STORE), Serdes.String())
                            .withCachingEnabled(),
                    // In memory: it holds whoever waits at the moment, a few milliseconds' worth of users.
                    KeptState.builder(Stores.inMemoryKeyValueStore(ScoringTopology.AWAITING_STORE), Serdes.String())
                            .withCachingEnabled());
        }
    }
}
