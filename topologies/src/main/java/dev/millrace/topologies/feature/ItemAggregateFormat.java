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

/** What is stored of an item, as the schemas of {@link ItemAggregate} and {@link ItemNeighbours} have it. */
final class ItemAggregateFormat {

    private ItemAggregateFormat() {}

    static Serde<ItemSignals> serde(FeatureDefinitions definitions) {
        long[] halfLivesMs = definitions.itemHalfLivesMs();
        return DirectAvro.<ItemSignals>of(
                        ItemAggregate.getClassSchema(),
                        1,
                        256,
                        (signals, out) -> write(signals, halfLivesMs, out),
                        in -> read(in, halfLivesMs))
                .serde();
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

    private static void write(ItemSignals signals, long[] halfLivesMs, AvroSink out) {
        out.writeLong(signals.counts().asOfMs());
        DecayedValues.write(signals.counts(), halfLivesMs, out);
        out.writeLong(signals.exposure().asOfMs())
                .writeDouble(signals.impressions())
                .writeDouble(signals.clicks())
                .writeLong(signals.firstSeenMs())
                .writeLong(signals.lastSeenMs())
                .writeLong(signals.eventCount())
                .writeLong(signals.repeatCount());
    }

    private static ItemSignals read(AvroSource in, long[] halfLivesMs) {
        var counts = new DecayedCounts(in.readLong(), DecayedValues.read(in, halfLivesMs));
        var exposure = new DecayedCounts(in.readLong(), new double[] {in.readDouble(), in.readDouble()});
        return new ItemSignals(counts, exposure, in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
