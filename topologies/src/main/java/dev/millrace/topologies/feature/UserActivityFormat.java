package dev.millrace.topologies.feature;

import dev.millrace.avro.RecentImpressions;
import dev.millrace.avro.ShownItem;
import dev.millrace.avro.UserActivity;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/** What is stored of a user, as the schemas of {@link UserActivity} and {@link RecentImpressions} have it. */
final class UserActivityFormat {

    private UserActivityFormat() {}

    static Serde<UserSignals> serde(FeatureDefinitions definitions) {
        long[] halfLivesMs = definitions.userHalfLivesMs();
        return DirectAvro.<UserSignals>of(
                        UserActivity.getClassSchema(),
                        1024,
                        (signals, out) -> write(signals, halfLivesMs, out),
                        in -> read(in, halfLivesMs))
                .serde();
    }

    static Serde<ShownItems> shownItemsSerde() {
        return InternalAvro.<RecentImpressions>of(RecentImpressions.getClassSchema())
                .serde(UserActivityFormat::toAvro, UserActivityFormat::fromAvro);
    }

    private static void write(UserSignals signals, long[] halfLivesMs, AvroSink out) {
        // The codec of preferences takes half of what Avro would: event times as differences, types as numbers.
        out.writeBytes(PreferenceCodec.encode(
                new UserPreference(signals.history(), ConsumedItems.NONE, null, null, 0, -1, 0)));
        out.writeLong(signals.counts().asOfMs());
        DecayedValues.write(signals.counts(), halfLivesMs, out);
        if (!signals.categories().isEmpty()) {
            out.writeLong(signals.categories().size());
            signals.categories()
                    .forEach((category, weight) -> out.writeString(category).writeDouble(weight));
        }
        out.writeLong(0);
        out.writeLong(signals.firstSeenMs()).writeLong(signals.lastSeenMs()).writeLong(signals.eventCount());
    }

    private static UserSignals read(AvroSource in, long[] halfLivesMs) {
        History history = PreferenceCodec.decode(in.readBytes()).history();
        var counts = new DecayedCounts(in.readLong(), DecayedValues.read(in, halfLivesMs));
        Map<String, Double> categories = new HashMap<>();
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                categories.put(in.readString(), in.readDouble());
            }
        }
        return new UserSignals(history, counts, categories, in.readLong(), in.readLong(), in.readLong());
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
