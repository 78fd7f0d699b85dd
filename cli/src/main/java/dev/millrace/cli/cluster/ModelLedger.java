package dev.millrace.cli.cluster;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the topics say about models at this moment: those registered, and every decision about who serves. */
public final class ModelLedger {

    private final Map<String, ModelManifest> models = new LinkedHashMap<>();
    private final List<Rollout> decisions = new ArrayList<>();

    private ModelLedger() {}

    public static ModelLedger read(Cluster cluster) {
        ModelLedger ledger = new ModelLedger();
        TopicReader reader = new TopicReader(cluster);
        reader.readAll(cluster.topics().models().name(), record -> {
            ModelManifest manifest = value(cluster.topics().models(), record);
            String version = String.valueOf(RecordView.text(record.key()));
            if (manifest == null) {
                ledger.models.remove(version);
            } else {
                ledger.models.put(version, manifest);
            }
            return true;
        });
        reader.readAll(cluster.topics().rollouts().name(), record -> {
            Rollout rollout = value(cluster.topics().rollouts(), record);
            if (rollout != null) {
                ledger.decisions.add(rollout);
            }
            return true;
        });
        return ledger;
    }

    /** Registered models, in the order of their partitions. */
    public Collection<ModelManifest> models() {
        return models.values();
    }

    public Optional<ModelManifest> model(String version) {
        return Optional.ofNullable(models.get(version));
    }

    /** Every decision about a slot, oldest first. */
    public List<Rollout> decisions(String slot) {
        return decisions.stream()
                .filter(rollout -> rollout.getSlot().equals(slot))
                .toList();
    }

    /** All slots that have had a decision. */
    public List<String> slots() {
        return decisions.stream().map(Rollout::getSlot).distinct().sorted().toList();
    }

    /** Who serves a slot now; empty before the first decision. */
    public Optional<Rollout> current(String slot) {
        List<Rollout> all = decisions(slot);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** What a model does in any slot: champion, challenger, shadow or nothing. */
    public String role(String version) {
        List<String> roles = new ArrayList<>();
        for (String slot : slots()) {
            current(slot).ifPresent(rollout -> {
                if (rollout.getChampion().equals(version)) {
                    roles.add("champion");
                } else if (rollout.getChallengers().stream()
                        .anyMatch(c -> c.getVersion().equals(version))) {
                    roles.add("challenger");
                } else if (rollout.getShadows().contains(version)) {
                    roles.add("shadow");
                }
            });
        }
        return String.join(", ", roles);
    }

    private static <V extends SpecificRecord> @Nullable V value(
            Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }
}
