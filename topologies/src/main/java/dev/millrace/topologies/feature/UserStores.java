package dev.millrace.topologies.feature;

import dev.millrace.avro.UserFeatures;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.UserSignals;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The state of the users of one task, shared by the processors that read interactions, impressions and erasures. */
record UserStores(
        KeptState<String, UserSignals> activity,
        KeptState<String, ShownItems> shown,
        Unpublished unpublished,
        FeatureDefinitions definitions) {

    static final String ACTIVITY = "user-activity";
    static final String SHOWN = "shown-items";
    static final String UNPUBLISHED = "unpublished-users";

    /** Built once per topology: processors that share a store must name the very same builder. */
    static Set<StoreBuilder<?>> builders() {
        // Cached: the history of a busy user is some 3 KB, written once per commit and not at every event.
        return Set.of(
                KeptState.builder(Stores.persistentKeyValueStore(ACTIVITY), Serdes.String())
                        .withCachingEnabled(),
                KeptState.builder(Stores.persistentKeyValueStore(SHOWN), Serdes.String())
                        .withCachingEnabled(),
                Unpublished.storeNamed(UNPUBLISHED),
                OutgoingTouches.builder());
    }

    static UserStores of(ProcessingContext context, FeatureDefinitions definitions, UnreadableState unreadable) {
        return new UserStores(
                KeptState.of(context, ACTIVITY, UserActivityFormat.serde(definitions), unreadable),
                KeptState.of(context, SHOWN, UserActivityFormat.shownItemsSerde(), unreadable),
                new Unpublished(context.getStateStore(UNPUBLISHED)),
                definitions);
    }

    UserSignals signals(String userId) {
        UserSignals known = activity.get(userId);
        return known == null ? UserSignals.none(definitions) : known;
    }

    ShownItems shownTo(String userId) {
        ShownItems known = shown.get(userId);
        return known == null ? ShownItems.NONE : known;
    }

    @Nullable
    UserFeatures features(String userId) {
        UserSignals known = activity.get(userId);
        return known == null ? null : Published.features(known, definitions);
    }

    /** Forgets all about a user. */
    void forget(String userId) {
        activity.delete(userId);
        shown.delete(userId);
        unpublished.clear(userId);
    }
}
