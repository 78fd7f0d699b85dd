package dev.millrace.schemas;

import dev.millrace.schemas.registry.InProcessRegistry;
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
 * no resources and may be used by many threads at once.
 */
public final class AvroSerdes {

    private final SchemaRegistry registry;
    private final Map<Class<?>, Serde<?>> serdes = new ConcurrentHashMap<>();

    private AvroSerdes(SchemaRegistry registry) {
        this.registry = registry;
        TrustedClasses.admitGeneratedRecords();
    }

    /** Serdes over the in-process registry {@code mock://scope}. */
    public static AvroSerdes mock(String scope) {
        return new AvroSerdes(InProcessRegistry.scope(scope));
    }

    /** @param settings by Confluent's names, {@code schema.registry.url} at least; others are ignored */
    public static AvroSerdes configured(Map<String, ?> settings) {
        Object url = settings.get("schema.registry.url");
        if (url == null || !url.toString().startsWith(InProcessRegistry.SCHEME)) {
            throw new IllegalArgumentException("schema.registry.url must be mock://<scope>, was " + url);
        }
        return mock(url.toString().substring(InProcessRegistry.SCHEME.length()));
    }

    /** The serde of one generated class; the same object at every call. */
    @SuppressWarnings("unchecked") // one serde per class, made for that class
    public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
        return (Serde<T>) serdes.computeIfAbsent(type, t -> serde(type));
    }

    private <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
        return Serdes.serdeFrom(new AvroSerializer<>(type, registry), new AvroDeserializer<>(type, registry));
    }
}
