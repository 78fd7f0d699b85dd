package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemAggregate;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** What is stored of an item, as Avro and back. */
final class ItemAggregateFormat {

    private ItemAggregateFormat() {}

    static Serde<ItemSignals> serde(FeatureDefinitions definitions) {
        return InternalAvro.<ItemAggregate>of(ItemAggregate.getClassSchema(), 1)
                .serde(signals -> toAvro(signals, definitions), aggregate -> fromAvro(aggregate, definitions));
    }

    static Serde<Neighbours> neighboursSerde() {
        return InternalAvro.<ItemNeighbours>of(ItemNeighbours.getClassSchema())
                .serde(ItemAggregateFormat::toAvro, ItemAggregateFormat::fromAvro);
    }

    private static ItemNeighbours toAvro(Neighbours neighbours) {
        List<Neighbour> list = new ArrayList<>(neighbours.list().size());
        for (ItemNeighbour neighbour : neighbours.list()) {
            list.add(new Neighbour(neighbour.itemId(), neighbour.weight()));
        }
        return new ItemNeighbours(neighbours.asOfMs(), list);
    }

    private static Neighbours fromAvro(ItemNeighbours neighbours) {
        List<ItemNeighbour> list = new ArrayList<>(neighbours.getNeighbours().size());
        for (Neighbour neighbour : neighbours.getNeighbours()) {
            list.add(new ItemNeighbour(neighbour.getItemId(), neighbour.getWeight()));
        }
        return new Neighbours(neighbours.getAsOfMs(), list);
    }

    private static ItemAggregate toAvro(ItemSignals signals, FeatureDefinitions definitions) {
        return new ItemAggregate(
                signals.counts().asOfMs(),
                DecayedValues.toAvro(signals.counts(), definitions.itemHalfLivesMs()),
                signals.exposure().asOfMs(),
                signals.impressions(),
                signals.clicks(),
                signals.firstSeenMs(),
                signals.lastSeenMs(),
                signals.eventCount(),
                signals.repeatCount());
    }

    private static ItemSignals fromAvro(ItemAggregate aggregate, FeatureDefinitions definitions) {
        return new ItemSignals(
                new DecayedCounts(
                        aggregate.getAsOfMs(),
                        DecayedValues.fromAvro(aggregate.getCounts(), definitions.itemHalfLivesMs())),
                new DecayedCounts(
                        aggregate.getExposureAsOfMs(),
                        new double[] {aggregate.getImpressions(), aggregate.getClicks()}),
                aggregate.getFirstSeenMs(),
                aggregate.getLastSeenMs(),
                aggregate.getEventCount(),
                aggregate.getRepeatCount());
    }
}
