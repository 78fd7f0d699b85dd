package dev.millrace.topologies.feature;

import dev.millrace.avro.Erasure;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.History;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.processing.PassedOn;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Removes what is kept of an erased user but for what was appended after the erasure: of such events, come before it,
 * the user begins anew, as far as the history remembers them. What items have counted names nobody and stays.
 */
final class UserForgetter extends ContextualProcessor<String, Erasure, String, Output> {

    private final FeatureSettings settings;
    private final CatalogView catalog;
    private final UnreadableState unreadable;
    private UserStores stores;
    private ErasureHorizons horizons;
    private Cancellable expiry;

    @SuppressWarnings("NullAway.Init") // init comes first
    private UserForgetter(FeatureSettings settings, CatalogView catalog, UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.settings = settings;
        this.catalog = catalog;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = UserStores.of(context, settings.definitions(), unreadable);
        horizons = ErasureHorizons.of(context);
        expiry = horizons.expire(context);
    }

    @Override
    public void process(Record<String, Erasure> record) {
        String userId = record.key();
        long erasedUntilMs = ErasureHorizons.horizonOf(record);
        UserSignals left = left(userId, erasedUntilMs);
        if (!horizons.raise(userId, erasedUntilMs)) {
            return; // an earlier one than is known: what it forgets has been forgotten
        }
        stores.forget(userId);
        if (left.history().isEmpty()) {
            context()
                    .forward(new Record<>(
                            userId, new Output.OfUser(null), record.timestamp(), PassedOn.of(record.headers())));
        } else {
            stores.activity().put(userId, left);
            context().forward(new Record<>(userId, new Output.OfUser(stores.features(userId)), record.timestamp()));
        }
    }

    private UserSignals left(String userId, long erasedUntilMs) {
        UserSignals left = UserSignals.none(settings.definitions());
        for (History.Appended each : stores.signals(userId).history().appendedAfter(erasedUntilMs)) {
            Event event = each.event();
            double weight = Math.max(0, settings.weights().of(event.type(), event.value()));
            left = left.with(
                    event, each.appendedMs(), weight, catalog.categories(event.itemId()), settings.definitions());
        }
        return left;
    }

    @Override
    public void close() {
        expiry.cancel();
    }

    record Supplier(
            FeatureSettings settings, CatalogView catalog, UnreadableState unreadable, Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<String, Erasure, String, Output> {

        @Override
        public Processor<String, Erasure, String, Output> get() {
            return new UserForgetter(settings, catalog, unreadable);
        }
    }
}
