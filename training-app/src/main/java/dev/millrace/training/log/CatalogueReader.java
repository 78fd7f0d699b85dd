package dev.millrace.training.log;

import dev.millrace.avro.Item;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the catalogue says about each item; delisted items are not in it. */
public final class CatalogueReader {

    private final Topic<String, Item> topic;

    public CatalogueReader(Topic<String, Item> topic) {
        this.topic = topic;
    }

    public Map<String, ItemFacts> read(PartitionReader reader) {
        Map<String, ItemFacts> catalogue = new HashMap<>();
        var keys = new StringDeserializer();
        reader.read(
                reader.everything(topic.name()),
                record -> {
                    String itemId = keys.deserialize(topic.name(), record.key());
                    Item item = topic.valueSerde()
                            .deserializer()
                            .deserialize(topic.name(), record.headers(), record.value());
                    if (item == null) {
                        catalogue.remove(itemId);
                    } else {
                        catalogue.put(itemId, facts(item));
                    }
                },
                read -> {});
        return catalogue;
    }

    private static ItemFacts facts(Item item) {
        Long from = item.getAvailableFromMs();
        Long until = item.getAvailableUntilMs();
        return new ItemFacts(
                item.getTitle(),
                item.getCategories(),
                item.getPrice(),
                item.getCreatedAtMs(),
                from == null ? Long.MIN_VALUE : from,
                until == null ? Long.MAX_VALUE : until);
    }
}
