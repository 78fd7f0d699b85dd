package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.Recommendations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro's own writer is the oracle. */
class DirectWritersTest {

    private static final int RECORDS = 300;

    /** For the oracle: Avro makes no class that it was not told to trust. */
    @BeforeAll
    static void admitGeneratedRecords() {
        TrustedClasses.admitGeneratedRecords();
    }

    @ParameterizedTest
    @ValueSource(classes = {Interaction.class, Candidates.class, Recommendations.class})
    <T extends SpecificRecord> void shouldWriteWhatAvroWrites(Class<T> type) throws IOException {
        Schema schema = SpecificData.get().getSchema(type);
        BiConsumer<AvroSink, T> writer = Objects.requireNonNull(DirectWriters.of(type));
        var out = new AvroSink(1);

        for (Object random : new RandomData(schema, RECORDS, 42)) {
            T record = type.cast(SpecificData.getForClass(type).deepCopy(schema, random));
            writer.accept(out.reset(), record);
            assertThat(out.toBytes()).isEqualTo(byAvro(type, schema, record));
        }
    }

    @Test
    void shouldLeaveOtherRecordsToAvro() {
        assertThat(DirectWriters.of(ItemFeatures.class)).isNull();
    }

    @Test
    void shouldWriteAWholeRecordAfterOneThatCannotBeWritten() {
        Serde<Interaction> serde = AvroSerdes.mock("direct-writers").of(Interaction.class);
        var event = new Interaction("e", "ann", "a", "view", 1.0, 7L, null, false);
        byte[] bytes = serde.serializer().serialize("events", event);

        assertThatThrownBy(() -> serde.serializer().serialize("events", new Interaction()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("events");

        assertThat(serde.serializer().serialize("events", event)).isEqualTo(bytes);
        assertThat(serde.deserializer().deserialize("events", bytes)).isEqualTo(event);
    }

    private static <T extends SpecificRecord> byte[] byAvro(Class<T> type, Schema schema, T record) throws IOException {
        var bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<T>(schema, SpecificData.getForClass(type)).write(record, out);
        out.flush();
        return bytes.toByteArray();
    }
}
