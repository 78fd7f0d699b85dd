package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemAggregate;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** What is stored of an item, as Avro and back. */
final class ItemAggregateFormat {

    private ItemAggregateFormat() {}

    static Serde<ItemSignals> serde(FeatureDefinitions definitions) {
        return InternalAvro.<ItemAggregate>of(ItemAggregate.getClassSchema())
                .serde(signals -> toAvro(signals, definitions), aggregate -> fromAvro(aggregate, definitions));
    }

    static Serde<Neighbours> neighboursSerde() {
        return DirectAvro.of(
                        ItemNeighbours.getClassSchema(),
                        2048,
                        ItemAggregateFormat::write,
                        ItemAggregateFormat::readNeighbours)
                .serde();
    }

    private static void write(Neighbours neighbours, AvroSink out) {
        out.writeLong(neighbours.asOfMs());
        List<ItemNeighbour> list = neighbours.list();
        if (!list.isEmpty()) {
            out.writeLong(list.size());
            for (ItemNeighbour neighbour : list) {
                out.writeString(neighbour.itemId());
                out.writeDouble(neighbour.weight());
            }
        }
        out.writeLong(0);
    }

    private static Neighbours readNeighbours(AvroSource in) {
        long asOfMs = in.readLong();
        List<ItemNeighbour> list = new ArrayList<>();
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                list.add(new ItemNeighbour(in.readString(), in.readDouble()));
            }
        }
        return new Neighbours(asOfMs, list);
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
                signals.eventCount());
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
                aggregate.getEventCount());
    }
}
