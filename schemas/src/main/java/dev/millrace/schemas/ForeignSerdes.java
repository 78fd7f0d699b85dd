package dev.millrace.schemas;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Makes serdes of a class that the user named and put on the class path. */
record ForeignSerdes(String className, Map<String, ?> settings) implements AvroSerdes.SerdeFactory {

    static final String CLASS = "avro.serde.class";

    @Override
    @SuppressWarnings("unchecked") // a serde of Avro's specific records, as the setting demands
    public <T extends SpecificRecord> Serde<T> make(Class<T> type) {
        try {
            Object made = Class.forName(className, true, loader())
                    .getDeclaredConstructor()
                    .newInstance();
            if (!(made instanceof Serde<?> serde)) {
                throw new IllegalArgumentException(CLASS + " must name a Kafka Serde, was " + className);
            }
            var config = new HashMap<String, Object>(settings);
            // Confluent's deserializers make generic records unless told otherwise.
            config.putIfAbsent("specific.avro.reader", true);
            serde.configure(config, false);
            return typed((Serde<T>) serde, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    CLASS + " names " + className + ", which is not on the class path or has no public constructor"
                            + " without parameters",
                    e);
        }
    }

    /** Confluent's deserializers make whatever class the writer's schema names. */
    private static <T> Serde<T> typed(Serde<T> serde, Class<T> type) {
        Deserializer<T> reader = serde.deserializer();
        return Serdes.serdeFrom(serde.serializer(), new Deserializer<>() {
            @Override
            public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
                return checked(topic, reader.deserialize(topic, bytes));
            }

            @Override
            public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
                return checked(topic, reader.deserialize(topic, headers, bytes));
            }

            private @Nullable T checked(String topic, @Nullable Object value) {
                if (value != null && !type.isInstance(value)) {
                    throw new SerializationException("A value in topic " + topic + " is a "
                            + value.getClass().getName() + " and no " + type.getName());
                }
                return type.cast(value);
            }
        });
    }

    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? ForeignSerdes.class.getClassLoader() : ofThread;
    }
}
