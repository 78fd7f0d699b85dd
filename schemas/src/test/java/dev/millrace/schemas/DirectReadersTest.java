package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Recommendations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro's own reader is the oracle. */
class DirectReadersTest {

    private static final int RECORDS = 300;

    /** For the oracle: Avro reads no class that it was not told to trust. */
    @BeforeAll
    static void admitGeneratedRecords() {
        TrustedClasses.admitGeneratedRecords();
    }

    @ParameterizedTest
    @ValueSource(classes = {Interaction.class, ItemNeighbours.class, Candidates.class, Recommendations.class})
    <T extends SpecificRecord> void shouldReadWhatAvroReads(Class<T> type) throws IOException {
        Schema schema = SpecificData.get().getSchema(type);

        for (Object record : new RandomData(schema, RECORDS, 42)) {
            byte[] bytes = encoded(schema, record, EncoderFactory.get()::binaryEncoder);
            assertThat(direct(type, schema, bytes)).isEqualTo(byAvro(type, schema, bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ItemNeighbours.class, Candidates.class, Recommendations.class})
    <T extends SpecificRecord> void shouldReadListsInBlocksThatTellTheirBytes(Class<T> type) throws IOException {
        Schema schema = SpecificData.get().getSchema(type);
        var small = new EncoderFactory().configureBlockSize(64);

        for (Object record : new RandomData(schema, RECORDS, 42)) {
            byte[] bytes = encoded(schema, record, small::blockingBinaryEncoder);
            assertThat(direct(type, schema, bytes)).isEqualTo(byAvro(type, schema, bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Interaction.class, ItemNeighbours.class, Candidates.class, Recommendations.class})
    <T extends SpecificRecord> void shouldRefuseARecordThatIsCutOff(Class<T> type) throws IOException {
        Schema schema = SpecificData.get().getSchema(type);
        Object record = new RandomData(schema, 1, 7).iterator().next();
        byte[] bytes = encoded(schema, record, EncoderFactory.get()::binaryEncoder);

        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> direct(type, schema, part))
                    .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Interaction.class, ItemNeighbours.class, Candidates.class, Recommendations.class})
    <T extends SpecificRecord> void shouldLeaveOtherSchemasToAvro(Class<T> type) {
        Schema own = SpecificData.get().getSchema(type);
        Schema other = SchemaBuilder.record(own.getName())
                .namespace(own.getNamespace())
                .fields()
                .endRecord();

        assertThat(DirectReaders.of(type, own, other)).isNull();
        assertThat(DirectReaders.of(ItemFeatures.class, ItemFeatures.getClassSchema(), ItemFeatures.getClassSchema()))
                .isNull();
    }

    private static <T> T direct(Class<T> type, Schema schema, byte[] bytes) {
        Function<AvroSource, T> reader = Objects.requireNonNull(DirectReaders.of(type, schema, schema));
        var in = new AvroSource(bytes, 0);
        T record = reader.apply(in);
        assertThat(in.isEnd()).isTrue();
        return record;
    }

    private static <T extends SpecificRecord> T byAvro(Class<T> type, Schema schema, byte[] bytes) throws IOException {
        var reader = new SpecificDatumReader<T>(schema, schema, SpecificData.getForClass(type));
        return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private static byte[] encoded(
            Schema schema, Object record, BiFunction<OutputStream, BinaryEncoder, BinaryEncoder> encoders)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        BinaryEncoder out = encoders.apply(bytes, null);
        new GenericDatumWriter<>(schema).write(record, out);
        out.flush();
        return bytes.toByteArray();
    }
}
