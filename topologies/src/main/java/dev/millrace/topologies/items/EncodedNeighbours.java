package dev.millrace.topologies.items;

import dev.millrace.avro.ItemNeighbours;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.Neighbours;
import dev.millrace.schemas.Topic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items co-visited with each item as their records came, decoded for who asks. Items of a busy shop have new ones
 * every few seconds, of which the publisher reads those that somebody wants similar items of, or that a diverse list
 * begins with: to find the fifty neighbours of each in the item table took a quarter of its time. Any number of
 * threads.
 */
public final class EncodedNeighbours {

    private final Map<String, Supplier<Neighbours>> byItem = new ConcurrentHashMap<>();

    /**
     * The newest record of an item.
     *
     * @param bytes null: it has none any more
     * @throws org.apache.kafka.common.KafkaException when it cannot be read, at once and not when somebody asks for it
     */
    void update(String itemId, byte @Nullable [] bytes, Topic<String, ItemNeighbours> topic) {
        if (bytes == null) {
            byItem.remove(itemId);
            return;
        }
        ItemNeighbours unused = decode(bytes, topic);
        byItem.put(itemId, () -> plain(decode(bytes, topic)));
    }

    /** Heaviest first; none of an item that nobody has heard of. */
    public Neighbours of(String itemId) {
        Supplier<Neighbours> known = byItem.get(itemId);
        return known == null ? Neighbours.NONE : known.get();
    }

    private static ItemNeighbours decode(byte[] bytes, Topic<String, ItemNeighbours> topic) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), bytes);
    }

    private static Neighbours plain(ItemNeighbours neighbours) {
        return new Neighbours(
                neighbours.getAsOfMs(),
                neighbours.getNeighbours().stream()
                        .map(neighbour -> new ItemNeighbour(neighbour.getItemId(), neighbour.getWeight()))
                        .toList());
    }
}
