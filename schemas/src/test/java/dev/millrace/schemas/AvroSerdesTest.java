package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
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
    void shouldRefuseARecordOfAnotherType() {
        AvroSerdes serdes = AvroSerdes.mock("avro-serdes-types");
        Set<Class<? extends SpecificRecord>> types = new LinkedHashSet<>();
        for (Schema schema : Contracts.of(Topics.of("recs", serdes)).values()) {
            Class<?> type = SpecificData.get().getClass(schema);
            types.add(type.asSubclass(SpecificRecord.class));
        }

        assertThat(types).hasSizeGreaterThan(10);
        for (Class<? extends SpecificRecord> written : types) {
            byte[] bytes = bytesOf(serdes, written);
            for (Class<? extends SpecificRecord> wanted : types) {
                if (wanted != written) {
                    assertThatThrownBy(() -> serdes.of(wanted).deserializer().deserialize("recs.items.v1", bytes))
                            .isInstanceOf(SerializationException.class)
                            .hasRootCauseMessage("It is a " + written.getName());
                }
            }
        }
    }

    private static <T extends SpecificRecord> byte[] bytesOf(AvroSerdes serdes, Class<T> type) {
        Schema schema = SpecificData.get().getSchema(type);
        Object random = new RandomData(schema, 1, 3).iterator().next();
        T record = type.cast(SpecificData.get().deepCopy(schema, random));
        return Objects.requireNonNull(serdes.of(type).serializer().serialize("recs." + type.getSimpleName(), record));
    }

    @Test
    void shouldRefuseASchemaThatTheRegistryDoesNotKnow() {
        assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, new byte[] {0, 9, 9, 9, 9, 1}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not have the schema");
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

    /** A record of a few bytes that claims to have two billion elements must not take the process's memory with it. */
    @Test
    void shouldRefuseCountsThatTheBytesCannotHold() {
        Serde<Impression> impressions = AvroSerdes.mock("avro-serdes-bomb").of(Impression.class);
        byte[] prefix = Arrays.copyOf(
                Objects.requireNonNull(impressions
                        .serializer()
                        .serialize("recs.impressions.v1", new Impression(null, "a", List.of(), 1L, null, null))),
                8); // magic, id, no event id, user "a"
        var bomb = ByteBuffer.allocate(20).put(prefix);
        for (int b : new int[] {0xFE, 0xFF, 0xFF, 0xFF, 0x0F}) {
            bomb.put((byte) b); // Avro's zig-zag for 2,147,483,647 array elements
        }

        assertThatThrownBy(() -> impressions.deserializer().deserialize("recs.impressions.v1", bomb.array()))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void shouldSurviveRandomDamage() {
        var random = new Random(11);
        byte[] good = bytes(click());
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bad[5 + random.nextInt(bad.length - 5)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(serde.deserializer().deserialize(TOPIC, bad)).isNotNull();
            } catch (SerializationException expected) {
                assertThat(expected).hasMessageContaining("Interaction");
            }
        }
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
