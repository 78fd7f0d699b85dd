package dev.millrace.training.registry;

import dev.millrace.avro.BundleFile;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.Chunks;
import dev.millrace.model.bundle.FileEntry;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.training.log.PartitionReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads models on their topics. A registration is one transaction: readers of committed records see all of
 * it or nothing.
 */
public final class ModelRegistry {

    /** Manifest setting that names the request a model was trained for. */
    public static final String REQUEST_ID = "requestId";

    private static final Duration STALL = Duration.ofSeconds(60);

    private final Topics topics;
    private final Map<String, Object> client;

    /** @param client settings of a Kafka client: where the brokers are, how to log in */
    public ModelRegistry(Topics topics, Map<String, ?> client) {
        this.topics = topics;
        this.client = Map.copyOf(client);
    }

    /** Names, sizes and hashes of the files, as a manifest lists them. */
    public static List<BundleFile> describe(Map<String, byte[]> files) {
        return new TreeMap<>(files)
                .entrySet().stream()
                        .map(file -> Chunks.describe(file.getKey(), file.getValue()))
                        .map(entry -> new BundleFile(entry.name(), entry.size(), entry.chunks(), entry.sha256()))
                        .toList();
    }

    /**
     * Writes files, manifest and, if given, the rollout in one transaction.
     *
     * @param files by name; must be what {@code manifest.files} says
     * @throws IllegalArgumentException when the manifest does not describe the files
     */
    public void register(ModelManifest manifest, Map<String, byte[]> files, @Nullable Rollout rollout) {
        if (!manifest.getFiles().equals(describe(files))) {
            throw new IllegalArgumentException(
                    "manifest " + manifest.getVersion() + " does not describe its files " + files.keySet());
        }
        inTransaction(producer -> {
            files.forEach((name, bytes) -> sendFile(producer, manifest.getVersion(), name, bytes));
            send(producer, topics.models(), manifest.getVersion(), manifest);
            if (rollout != null) {
                send(producer, topics.rollouts(), rollout.getSlot(), rollout);
            }
        });
    }

    /** Changes which models serve. */
    public void rollOut(Rollout rollout) {
        inTransaction(producer -> send(producer, topics.rollouts(), rollout.getSlot(), rollout));
    }

    /** Everything that is registered at this moment. */
    public ModelCatalogue read() {
        var manifests = new TreeMap<String, ModelManifest>();
        var rollouts = new HashMap<String, Rollout>();
        try (var reader = new PartitionReader(client, STALL)) {
            readAll(reader, topics.models(), (version, manifest) -> keep(manifests, version, manifest));
            readAll(reader, topics.rollouts(), (slot, rollout) -> keep(rollouts, slot, rollout));
        }
        return new ModelCatalogue(manifests, rollouts);
    }

    /**
     * One model, read from its chunks.
     *
     * @throws dev.millrace.model.bundle.InvalidBundleException when files are missing, damaged or do not fit together
     */
    public ModelBundle load(ModelManifest manifest) {
        String version = manifest.getVersion();
        Map<String, byte[]> chunks = new HashMap<>();
        try (var reader = new PartitionReader(client, STALL)) {
            readAll(reader, topics.modelArtifacts(), (key, bytes) -> {
                if (key.startsWith(version + "/")) {
                    keep(chunks, key, bytes);
                }
            });
        }
        Map<String, byte[]> files = new HashMap<>();
        for (BundleFile file : manifest.getFiles()) {
            List<byte @Nullable []> parts = new ArrayList<>();
            for (int chunk = 0; chunk < file.getChunks(); chunk++) {
                parts.add(chunks.get(Chunks.key(version, file.getName(), chunk)));
            }
            var entry = new FileEntry(file.getName(), file.getSize(), file.getChunks(), file.getSha256());
            files.put(file.getName(), Chunks.join(entry, parts));
        }
        return BundleFiles.read(version, manifest.getSettings(), manifest.getFeatures(), files);
    }

    private static <V> void keep(Map<String, V> table, String key, @Nullable V value) {
        if (value == null) {
            table.remove(key);
        } else {
            table.put(key, value);
        }
    }

    private static <V> void readAll(
            PartitionReader reader, Topic<String, V> topic, BiConsumer<String, @Nullable V> table) {
        var keys = new StringDeserializer();
        reader.read(
                reader.everything(topic.name()),
                record -> table.accept(
                        keys.deserialize(topic.name(), record.key()),
                        topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value())),
                read -> {});
    }

    private void inTransaction(Consumer<KafkaProducer<byte[], byte[]>> work) {
        try (var producer = producer()) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                work.accept(producer);
                producer.commitTransaction();
            } catch (ProducerFencedException e) {
                throw e; // another registration took over; there is nothing left to abort
            } catch (KafkaException e) {
                producer.abortTransaction();
                throw e;
            }
        }
    }

    private void sendFile(KafkaProducer<byte[], byte[]> producer, String version, String file, byte[] bytes) {
        List<byte[]> chunks = Chunks.split(bytes);
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            send(producer, topics.modelArtifacts(), Chunks.key(version, file, chunk), chunks.get(chunk));
        }
    }

    /** Failures surface when the transaction commits. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static <V> void send(KafkaProducer<byte[], byte[]> producer, Topic<String, V> topic, String key, V value) {
        byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(client);
        // One id for all that register under this prefix: whoever comes later fences one that hangs.
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + ".model-registry");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
