package dev.millrace.topologies.feature;

import dev.millrace.avro.Interaction;
import dev.millrace.model.features.CoVisits;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.TouchLimit;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.Event;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.topologies.processing.PassedOn;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Folds an event into its user, tells the items that it touches, and publishes users that changed. */
final class UserUpdater extends PunctuatedProcessor<String, Interaction, String, Output> {

    /** Where its touches are stored. */
    private static final int OUTGOING = 0;

    private final int partitions;
    private final FeatureSettings settings;
    private final CatalogView catalog;
    private final FeatureMetrics metrics;
    private final UnreadableState unreadable;
    private final CoVisits coVisits;
    private @Nullable UserStores stores;
    private @Nullable Turns turns;
    private @Nullable OutgoingTouches touches;
    private @Nullable Wake sending;
    private @Nullable Wake turning;

    private UserUpdater(
            int partitions,
            FeatureSettings settings,
            CatalogView catalog,
            FeatureMetrics metrics,
            UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.partitions = partitions;
        this.settings = settings;
        this.catalog = catalog;
        this.metrics = metrics;
        this.coVisits = new CoVisits(settings.definitions().neighbourMaxGap(), settings.weights());
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = UserStores.of(context, settings.definitions(), unreadable);
        touches = OutgoingTouches.of(context, OUTGOING, partitions, settings.atOnce(), unreadable);
        sending = wake(this::send);
        turns = new Turns(settings.lookEvery(), context.currentSystemTimeMs());
        turning = wake(this::publishInTurn);
        scheduleWhatWaits();
    }

    @Override
    public void process(Record<String, Interaction> record) {
        UserStores users = Objects.requireNonNull(stores);
        String userId = record.key();
        Event event = event(record.value());
        long appendedMs = MillraceHeaders.firstAppendedMs(record.headers(), record.timestamp());
        double weight = Math.max(0, settings.weights().of(event.type(), event.value()));
        UserSignals before = users.signals(userId);
        UserSignals after =
                before.with(event, appendedMs, weight, catalog.categories(event.itemId()), settings.definitions());
        ShownItems shown = users.shownTo(userId);
        ShownItems.Update seen =
                weight > 0 ? shown.touched(event, settings.definitions()) : new ShownItems.Update(shown, List.of());

        users.activity().put(userId, after);
        if (settings.atOnce()) {
            publish(users, userId, context().currentSystemTimeMs(), PassedOn.of(record.headers()));
        } else {
            users.unpublished().mark(userId);
        }
        if (!seen.clicked().isEmpty()) {
            users.shown().put(userId, seen.after());
        }
        OutgoingTouches out = Objects.requireNonNull(touches);
        if (weight > 0 && TouchLimit.allows(before.history(), event, settings.weights())) {
            int repeats = before.history().repeats(event, settings.weights());
            Touches.of(event, weight, repeats, coVisits.changes(before.history(), event))
                    .forEach(out::add);
        }
        seen.clicked().forEach(click -> out.add(click.itemId(), Touches.click(click)));
        out.keep();
        count(before, event, seen);
        scheduleWhatWaits();
    }

    private void scheduleWhatWaits() {
        if (!Objects.requireNonNull(touches).isEmpty()) {
            Objects.requireNonNull(sending).in(OutgoingTouches.MOMENT);
        }
        Wake turn = Objects.requireNonNull(turning);
        if (!turn.isPending() && !Objects.requireNonNull(stores).unpublished().isEmpty()) {
            Objects.requireNonNull(turns).begin(context().currentSystemTimeMs());
            turn.in(Turns.turn(settings.lookEvery()));
        }
    }

    private void send(long nowMs) {
        Objects.requireNonNull(touches).send(nowMs);
        scheduleWhatWaits();
    }

    private void publishInTurn(long nowMs) {
        UserStores users = Objects.requireNonNull(stores);
        for (int turn : Objects.requireNonNull(turns).take(nowMs)) {
            for (String userId : users.unpublished().keys(turn)) {
                publish(users, userId, nowMs, new RecordHeaders());
                users.unpublished().clear(userId);
            }
        }
        scheduleWhatWaits();
    }

    private void publish(UserStores users, String userId, long nowMs, Headers headers) {
        context().forward(new Record<>(userId, new Output.OfUser(users.features(userId)), nowMs, headers));
        metrics.users.increment();
    }

    private void count(UserSignals before, Event event, ShownItems.Update seen) {
        metrics.events.increment();
        metrics.clicks.increment(seen.clicked().size());
        if (event.timestampMs() < before.lastSeenMs()) {
            metrics.late.increment();
        }
    }

    private static Event event(Interaction interaction) {
        Double value = interaction.getValue();
        return new Event(
                interaction.getItemId(),
                interaction.getEventType(),
                value == null ? 1 : value.floatValue(),
                interaction.getTimestampMs());
    }

    record Supplier(
            int partitions,
            FeatureSettings settings,
            CatalogView catalog,
            FeatureMetrics metrics,
            UnreadableState unreadable,
            Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<String, Interaction, String, Output> {

        @Override
        public Processor<String, Interaction, String, Output> get() {
            return new UserUpdater(partitions, settings, catalog, metrics, unreadable);
        }
    }
}
