package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class ForeignSerdesTest {

    /** Stands for the official serde, which is not to be had everywhere. */
    public static final class Official extends Serdes.WrapperSerde<Object> {
        static Map<String, ?> configured = Map.of();
        static boolean key = true;

        public Official() {
            super((topic, value) -> new byte[] {42}, (topic, bytes) -> AvroSerdesTest.click());
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            remember(configs, isKey);
        }

        private static void remember(Map<String, ?> configs, boolean isKey) {
            configured = configs;
            key = isKey;
        }
    }

    @Test
    void shouldUseTheSerdeThatTheUserNames() {
        Serde<Interaction> serde = serdes(Official.class.getName()).of(Interaction.class);

        assertThat(serde.serializer().serialize("t", AvroSerdesTest.click())).containsExactly(42);
        assertThat(serde.deserializer().deserialize("t", new byte[] {42})).isEqualTo(AvroSerdesTest.click());
        assertThat(Official.key).isFalse();
        assertThat(Official.configured.get("schema.registry.url")).isEqualTo("mock://foreign");
        assertThat(Official.configured.get("specific.avro.reader")).isEqualTo(true);
    }

    @Test
    void shouldRefuseARecordOfAnotherType() {
        Serde<Item> items = serdes(Official.class.getName()).of(Item.class);

        assertThatThrownBy(() -> items.deserializer().deserialize("t", new byte[] {42}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Interaction");
    }

    @Test
    void shouldSayWhichClassIsMissingOrUnfit() {
        assertThatThrownBy(() -> serdes("io.confluent.Missing").of(Interaction.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("avro.serde.class")
                .hasMessageContaining("io.confluent.Missing");
        assertThatThrownBy(() -> serdes("java.lang.Object").of(Interaction.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must name a Kafka Serde");
    }

    private static AvroSerdes serdes(String className) {
        return AvroSerdes.configured(Map.of("schema.registry.url", "mock://foreign", "avro.serde.class", className));
    }
}
