package dev.millrace.topologies.feature;

import dev.millrace.avro.RecentImpressions;
import dev.millrace.avro.ShownItem;
import dev.millrace.avro.UserActivity;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/** What is stored of a user, as Avro and back. */
final class UserActivityFormat {

    private UserActivityFormat() {}

    static Serde<UserSignals> serde(FeatureDefinitions definitions) {
        return InternalAvro.<UserActivity>of(UserActivity.getClassSchema())
                .serde(signals -> toAvro(signals, definitions), activity -> fromAvro(activity, definitions));
    }

    static Serde<ShownItems> shownItemsSerde() {
        return InternalAvro.<RecentImpressions>of(RecentImpressions.getClassSchema())
                .serde(UserActivityFormat::toAvro, UserActivityFormat::fromAvro);
    }

    private static UserActivity toAvro(UserSignals signals, FeatureDefinitions definitions) {
        // The codec of preferences takes half of what Avro would: event times as differences, types as numbers.
        byte[] history =
                PreferenceCodec.encode(new UserPreference(signals.history(), ConsumedItems.NONE, null, null, 0, -1, 0));
        return new UserActivity(
                ByteBuffer.wrap(history),
                signals.counts().asOfMs(),
                DecayedValues.toAvro(signals.counts(), definitions.userHalfLivesMs()),
                signals.categories(),
                signals.firstSeenMs(),
                signals.lastSeenMs(),
                signals.eventCount());
    }

    private static UserSignals fromAvro(UserActivity activity, FeatureDefinitions definitions) {
        ByteBuffer buffer = activity.getHistory();
        byte[] history = new byte[buffer.remaining()];
        buffer.get(history);
        return new UserSignals(
                PreferenceCodec.decode(history).history(),
                new DecayedCounts(
                        activity.getAsOfMs(),
                        DecayedValues.fromAvro(activity.getCounts(), definitions.userHalfLivesMs())),
                activity.getCategories(),
                activity.getFirstSeenMs(),
                activity.getLastSeenMs(),
                activity.getEventCount());
    }

    private static RecentImpressions toAvro(ShownItems shown) {
        return new RecentImpressions(shown.items().stream()
                .map(item -> new ShownItem(item.itemId(), item.shownMs(), item.clicked()))
                .toList());
    }

    private static ShownItems fromAvro(RecentImpressions shown) {
        return new ShownItems(shown.getItems().stream()
                .map(item -> new ShownItems.Shown(item.getItemId(), item.getShownMs(), item.getClicked()))
                .toList());
    }
}
