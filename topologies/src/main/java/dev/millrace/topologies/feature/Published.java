package dev.millrace.topologies.feature;

import dev.millrace.avro.CategoryWeight;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.RecentItem;
import dev.millrace.avro.UserFeatures;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** State as the feature topics carry it. Pure. */
final class Published {

    private Published() {}

    static UserFeatures features(UserSignals signals, FeatureDefinitions definitions) {
        return new UserFeatures(
                signals.counts().asOfMs(),
                definitions.fingerprint(),
                list(signals.counts().values()),
                categories(signals.categories()),
                lastItems(signals.history(), definitions.lastItems()),
                signals.firstSeenMs(),
                signals.lastSeenMs(),
                signals.eventCount());
    }

    /** Counts, impressions and clicks are decayed to one moment, the newest that any of them refers to. */
    static ItemFeatures features(ItemSignals signals, FeatureDefinitions definitions) {
        long asOfMs = Math.max(signals.counts().asOfMs(), signals.exposure().asOfMs());
        long[] clickHalfLives = {definitions.clickHalfLifeMs(), definitions.clickHalfLifeMs()};
        DecayedCounts counts = signals.counts().add(0, asOfMs, definitions.itemHalfLivesMs());
        DecayedCounts exposure = signals.exposure().add(0, asOfMs, clickHalfLives);
        return new ItemFeatures(
                asOfMs,
                definitions.fingerprint(),
                list(counts.values()),
                signals.firstSeenMs(),
                signals.lastSeenMs(),
                signals.eventCount(),
                exposure.values()[0],
                exposure.values()[1],
                signals.repeatCount());
    }

    /** The heaviest neighbours that may be shown; what corrections left below zero is none. */
    static ItemNeighbours neighbours(Neighbours neighbours, int most, Predicate<String> delisted) {
        List<Neighbour> list = new ArrayList<>(Math.min(most, neighbours.list().size()));
        for (ItemNeighbour neighbour : neighbours.list()) {
            if (list.size() < most && neighbour.weight() > 0 && !delisted.test(neighbour.itemId())) {
                list.add(new Neighbour(neighbour.itemId(), neighbour.weight()));
            }
        }
        return new ItemNeighbours(neighbours.asOfMs(), list);
    }

    private static List<CategoryWeight> categories(Map<String, Double> weights) {
        return weights.entrySet().stream()
                .map(entry -> new CategoryWeight(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble((CategoryWeight c) -> -c.getWeight())
                        .thenComparing(CategoryWeight::getCategory))
                .toList();
    }

    private static List<RecentItem> lastItems(History history, int most) {
        List<RecentItem> items = new ArrayList<>(Math.min(most, history.size()));
        for (int i = history.size() - 1; i >= 0 && items.size() < most; i--) {
            Event event = history.get(i);
            items.add(new RecentItem(event.itemId(), event.type(), event.timestampMs()));
        }
        return items;
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
