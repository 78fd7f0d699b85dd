package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.CoVisit;
import dev.millrace.avro.DecayedValue;
import dev.millrace.avro.ItemAggregate;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.ItemTouch;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.TouchKind;
import dev.millrace.avro.UserActivity;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** Avro is the oracle. */
class DirectAvroTest {

    static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();
    static final int DAY_MS = 86_400_000;
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
    void shouldWriteAndReadItemsAsAvroDoes() {
        InternalAvro<ItemAggregate> byAvro = InternalAvro.of(ItemAggregate.getClassSchema());
        Serde<ItemSignals> serde = ItemAggregateFormat.serde(DEFINITIONS);
        ItemSignals signals = ItemSignals.none(DEFINITIONS);
        for (int i = 0; i < ROUNDS; i++) {
            signals = signals.touched(random.nextDouble(), random.nextInt(DAY_MS), random.nextInt(2), DEFINITIONS)
                    .shown(random.nextInt(DAY_MS), DEFINITIONS);
            byte[] bytes = byAvro.encode(new ItemAggregate(
                    signals.counts().asOfMs(),
                    values(signals.counts(), DEFINITIONS.itemHalfLivesMs()),
                    signals.exposure().asOfMs(),
                    signals.impressions(),
                    signals.clicks(),
                    signals.firstSeenMs(),
                    signals.lastSeenMs(),
                    signals.eventCount(),
                    signals.repeatCount()));

            assertThat(serde.serializer().serialize("items", signals)).isEqualTo(bytes);
            assertThat(serde.deserializer().deserialize("items", bytes)).isEqualTo(signals);
        }
    }

    /** As the release before wrote it: without the last field. */
    @Test
    void shouldReadWhatLacksTheFieldsAddedSince() throws IOException {
        Schema schema = ItemTouch.getClassSchema();
        Schema older = Schema.createRecord(
                schema.getName(),
                null,
                schema.getNamespace(),
                false,
                schema.getFields().subList(0, schema.getFields().size() - 1).stream()
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
        for (int i = 0; i < ROUNDS; i++) {
            ItemTouch touch = touch();
            var written = new GenericData.Record(older);
            older.getFields().forEach(field -> written.put(field.name(), touch.get(field.name())));
            ByteBuffer buffer = new BinaryMessageEncoder<GenericRecord>(new SpecificData(), older).encode(written);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            touch.setRepeats(0);

            assertThat(Touches.FORMAT.decode("touches", bytes)).isEqualTo(touch);
        }
    }

    @Test
    void shouldWriteAndReadUsersAsAvroDoes() {
        InternalAvro<UserActivity> byAvro = InternalAvro.of(UserActivity.getClassSchema());
        Serde<UserSignals> serde = UserActivityFormat.serde(DEFINITIONS);
        UserSignals signals = UserSignals.none(DEFINITIONS);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = byAvro.encode(avro(signals));

            assertThat(serde.serializer().serialize("users", signals)).isEqualTo(bytes);
            UserSignals back = serde.deserializer().deserialize("users", bytes);
            assertThat(avro(back)).usingRecursiveComparison().isEqualTo(avro(signals));
            var event = new Event(item(), "purchase", 1, random.nextInt(DAY_MS));
            signals = signals.with(event, 1, List.of("category-" + random.nextInt(9)), DEFINITIONS);
        }
    }

    @Test
    void shouldBeginAHalfLifeAtZeroThatIsNew() {
        var counts = new DecayedCounts(7, new double[] {1, 2});
        var out = new AvroSink(64);
        DecayedValues.write(counts, new long[] {10, 20}, out);

        assertThat(DecayedValues.read(new AvroSource(out.toBytes(), 0), new long[] {20, 30, 10}))
                .containsExactly(2, 0, 1);
    }

    private static UserActivity avro(UserSignals signals) {
        byte[] history =
                PreferenceCodec.encode(new UserPreference(signals.history(), ConsumedItems.NONE, null, null, 0, -1, 0));
        return new UserActivity(
                ByteBuffer.wrap(history),
                signals.counts().asOfMs(),
                values(signals.counts(), DEFINITIONS.userHalfLivesMs()),
                signals.categories(),
                signals.firstSeenMs(),
                signals.lastSeenMs(),
                signals.eventCount());
    }

    private static List<DecayedValue> values(DecayedCounts counts, long[] halfLivesMs) {
        return IntStream.range(0, halfLivesMs.length)
                .mapToObj(i -> new DecayedValue(halfLivesMs[i], counts.values()[i]))
                .toList();
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
        return new ItemTouch(kind, random.nextLong(), random.nextGaussian(), visits, random.nextInt(9));
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
