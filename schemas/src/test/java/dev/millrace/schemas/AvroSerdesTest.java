package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Interaction;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class AvroSerdesTest {

    static final String TOPIC = "recs.interactions.v1";

    final Serde<Interaction> serde = AvroSerdes.configured(Map.of("schema.registry.url", "mock://avro-serdes"))
            .of(Interaction.class);

    @Test
    void shouldGiveBackWhatWasWritten() {
        Interaction click = click();

        assertThat(serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, click)))
                .isEqualTo(click);
    }

    @Test
    void shouldStartWithMagicByteAndSchemaId() {
        byte[] bytes = bytes(click());

        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 1);
    }

    @Test
    void shouldPassNullThrough() {
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void shouldNotLeaveHalfARecordBehindAFailure() {
        byte[] good = bytes(click());
        Interaction incomplete = click();
        incomplete.setEventType(null);

        assertThatThrownBy(() -> bytes(incomplete))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Interaction")
                .hasMessageContaining(TOPIC);
        assertThat(bytes(click())).isEqualTo(good);
    }

    @Test
    void shouldServeManyThreadsAtOnce() {
        byte[] good = bytes(click());

        assertThat(IntStream.range(0, 2_000).parallel().mapToObj(i -> {
                    Interaction event = click();
                    event.setUserId("user " + i);
                    return event.equals(serde.deserializer().deserialize(TOPIC, bytes(event)))
                            && Arrays.equals(good, bytes(click()));
                }))
                .doesNotContain(false);
    }

    @Test
    void shouldRefuseEveryCorruption() {
        var random = new Random(7);
        byte[] good = bytes(click());
        for (int round = 0; round < 2_000; round++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, bad))
                    .isInstanceOf(SerializationException.class);
        }
        assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(SerializationException.class);
    }

    private byte[] bytes(Interaction interaction) {
        return Objects.requireNonNull(serde.serializer().serialize(TOPIC, interaction));
    }

    static Interaction click() {
        return Interaction.newBuilder()
                .setEventId("e-1")
                .setUserId("ann")
                .setItemId("item-1")
                .setEventType("click")
                .setValue(1.5)
                .setTimestampMs(1_700_000_000_000L)
                .build();
    }
}
