package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.CoVisit;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.ItemTouch;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.TouchKind;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.Neighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** Avro is the oracle. */
class DirectAvroTest {

    static final int ROUNDS = 500;

    final InternalAvro<ItemTouch> touchesByAvro = InternalAvro.of(ItemTouch.getClassSchema());
    final InternalAvro<ItemNeighbours> neighboursByAvro = InternalAvro.of(ItemNeighbours.getClassSchema());
    final Serde<Neighbours> neighbours = ItemAggregateFormat.neighboursSerde();
    final Random random = new Random(42);

    @Test
    void shouldWriteAndReadTouchesAsAvroDoes() {
        for (int i = 0; i < ROUNDS; i++) {
            ItemTouch touch = touch();
            byte[] bytes = touchesByAvro.encode(touch);

            assertThat(Touches.FORMAT.encode(touch)).isEqualTo(bytes);
            assertThat(Touches.FORMAT.decode("touches", bytes)).isEqualTo(touch);
        }
    }

    @Test
    void shouldWriteAndReadNeighboursAsAvroDoes() {
        for (int i = 0; i < ROUNDS; i++) {
            ItemNeighbours avro = neighbours();
            byte[] bytes = neighboursByAvro.encode(avro);
            Neighbours plain = neighbours.deserializer().deserialize("neighbours", bytes);

            assertThat(plain.asOfMs()).isEqualTo(avro.getAsOfMs());
            assertThat(plain.list())
                    .isEqualTo(avro.getNeighbours().stream()
                            .map(n -> new ItemNeighbour(n.getItemId(), n.getWeight()))
                            .toList());
            assertThat(neighbours.serializer().serialize("neighbours", plain)).isEqualTo(bytes);
        }
    }

    @Test
    void shouldRefuseWhatIsCutOffOrOfAnotherSchema() {
        byte[] bytes = Touches.FORMAT.encode(touch());

        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Touches.FORMAT.decode("touches", part))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("touches");
        }
        assertThatThrownBy(() -> Touches.FORMAT.decode("touches", neighboursByAvro.encode(neighbours())))
                .isInstanceOf(SerializationException.class);
    }

    private ItemTouch touch() {
        List<CoVisit> visits = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            visits.add(new CoVisit(item(), random.nextGaussian(), random.nextLong()));
        }
        TouchKind kind = TouchKind.values()[random.nextInt(TouchKind.values().length)];
        return new ItemTouch(kind, random.nextLong(), random.nextGaussian(), visits);
    }

    private ItemNeighbours neighbours() {
        List<Neighbour> list = new ArrayList<>();
        for (int i = random.nextInt(100); i > 0; i--) {
            list.add(new Neighbour(item(), random.nextGaussian()));
        }
        return new ItemNeighbours(random.nextLong(), list);
    }

    private String item() {
        return (random.nextBoolean() ? "item-" : "café-") + random.nextInt(10_000);
    }
}
