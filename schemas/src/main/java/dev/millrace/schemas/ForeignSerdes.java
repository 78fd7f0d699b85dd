package dev.millrace.schemas;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

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
            return (Serde<T>) serde;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    CLASS + " names " + className + ", which is not on the class path or has no public constructor"
                            + " without parameters",
                    e);
        }
    }

    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? ForeignSerdes.class.getClassLoader() : ofThread;
    }
}
