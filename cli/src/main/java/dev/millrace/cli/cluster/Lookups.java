package dev.millrace.cli.cluster;

import dev.millrace.avro.Item;
import dev.millrace.avro.Recommendations;
import dev.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks single things up by reading topics; needs nothing but the broker. */
public final class Lookups {

    private final Cluster cluster;

    public Lookups(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A user's newest published list. */
    public Optional<Recommendations> recommendations(String user) {
        Topic<String, Recommendations> topic = cluster.topics().recommendations();
        byte[] key = user.getBytes(StandardCharsets.UTF_8);
        byte[][] newest = new byte[1][];
        new TopicReader(cluster).readKey(topic.name(), key, record -> {
            newest[0] = record.value();
            return true;
        });
        return Optional.ofNullable(topic.valueSerde().deserializer().deserialize(topic.name(), newest[0]));
    }

    /** Titles of those of the items that have one. */
    public Map<String, String> titles(Collection<String> itemIds) {
        Topic<String, Item> topic = cluster.topics().catalog();
        Set<String> wanted = new HashSet<>(itemIds);
        Map<String, String> titles = new HashMap<>();
        new TopicReader(cluster).readAll(topic.name(), record -> {
            String id = String.valueOf(RecordView.text(record.key()));
            if (wanted.contains(id) && record.value() != null) {
                Item item = topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
                if (item != null && item.getTitle() != null) {
                    titles.put(id, item.getTitle());
                }
            }
            return true;
        });
        return titles;
    }
}
