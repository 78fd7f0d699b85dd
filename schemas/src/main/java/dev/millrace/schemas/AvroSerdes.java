package dev.millrace.schemas;

import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.KafkaRegistry;
import dev.millrace.schemas.registry.Registries;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Makes the serdes of all Avro values, bound to one schema registry.
 *
 * <p>Its serdes write Confluent's wire format (a zero byte, the schema's id as a big-endian int, the Avro body), hold
 * no resources and may be used by many threads at once. With the setting {@code avro.serde.class} another serde of that
 * format is used instead, such as the official {@code io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde}.
 */
public final class AvroSerdes implements AutoCloseable {

    private final SchemaRegistry registry;
    private final SerdeFactory factory;
    private final Map<Class<?>, Serde<?>> serdes = new ConcurrentHashMap<>();

    private AvroSerdes(SchemaRegistry registry, SerdeFactory factory) {
        this.registry = registry;
        this.factory = factory;
        TrustedClasses.admitGeneratedRecords();
    }

    /** Serdes over the in-process registry {@code mock://scope}. */
    public static AvroSerdes mock(String scope) {
        return configured(Map.of("schema.registry.url", InProcessRegistry.SCHEME + scope));
    }

    /**
     * Asks the registry nothing yet; the first record of a topic does.
     *
     * @param settings by Confluent's names, {@code schema.registry.url} at least; others are ignored
     * @throws IllegalArgumentException naming the setting that is missing or unusable
     */
    public static AvroSerdes configured(Map<String, ?> settings) {
        SchemaRegistry registry = Registries.open(settings);
        Object named = settings.get(ForeignSerdes.CLASS);
        if (named != null && !named.toString().isBlank()) {
            if (KafkaRegistry.isMeant(settings)) {
                throw new IllegalArgumentException(
                        ForeignSerdes.CLASS + " needs a registry over HTTP, and schema.registry.url=kafka: is none;"
                                + " give the address where one of the apps serves it (schema.registry.serve)");
            }
            return new AvroSerdes(registry, new ForeignSerdes(named.toString().trim(), settings));
        }
        var ids = new WriterSchemas(registry, WriterSchemas.Mode.of(settings));
        return new AvroSerdes(registry, new SerdeFactory() {
            @Override
            public <T extends SpecificRecord> Serde<T> make(Class<T> type) {
                return Serdes.serdeFrom(new AvroSerializer<>(type, ids), new AvroDeserializer<>(type, registry));
            }
        });
    }

    /** The registry behind the serdes. */
    public SchemaRegistry registry() {
        return registry;
    }

    /** Lets the registry's connections go; the serdes go on working and open them again when they must. */
    @Override
    public void close() {
        registry.close();
    }

    /** The serde of one generated class; the same object at every call. */
    @SuppressWarnings("unchecked") // one serde per class, made for that class
    public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
        return (Serde<T>) serdes.computeIfAbsent(type, t -> factory.make(type));
    }

    interface SerdeFactory {
        <T extends SpecificRecord> Serde<T> make(Class<T> type);
    }
}
