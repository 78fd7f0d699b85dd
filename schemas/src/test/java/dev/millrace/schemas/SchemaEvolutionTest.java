package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Interaction;
import dev.millrace.schemas.registry.Compatibility;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Readers and writers of different versions of one schema. */
class SchemaEvolutionTest {

    static final String TOPIC = "recs.interactions.v1";
    static final String SUBJECT = TOPIC + "-value";
    static final Schema OURS = Contracts.withoutJavaProperties(Interaction.getClassSchema());
    static final Schema OLDER = without(OURS, "sessionId");
    static final Schema NEWER = with(OURS, "device");

    final String scope = "schema-evolution-" + System.identityHashCode(this);
    final InProcessRegistry registry = InProcessRegistry.scope(scope);
    final AvroSerdes serdes = AvroSerdes.mock(scope);

    @Test
    void shouldReadWhatAnOlderWriterWrote() throws IOException {
        assertThat(read(written(OLDER, registry.register(SUBJECT, OLDER)))).isEqualTo(AvroSerdesTest.click());
    }

    @Test
    void shouldReadWhatANewerWriterWrote() throws IOException {
        assertThat(read(written(NEWER, registry.register(SUBJECT, NEWER)))).isEqualTo(AvroSerdesTest.click());
    }

    @Test
    void shouldRegisterExactlyTheFileThatOthersRegister() {
        serdes.of(Interaction.class).serializer().serialize(TOPIC, AvroSerdesTest.click());

        assertThat(registry.latest(SUBJECT).orElseThrow().schema().toString())
                .isEqualTo(OURS.toString())
                .doesNotContain("avro.java");
        assertThat(registry.compatibility(SUBJECT)).isEqualTo(Compatibility.FULL_TRANSITIVE);
    }

    @Test
    void shouldNotRegisterWhenThatIsOff() {
        var off = AvroSerdes.configured(
                Map.of("schema.registry.url", "mock://" + scope, "auto.register.schemas", "false"));
        var serializer = off.of(Interaction.class).serializer();

        assertThatThrownBy(() -> serializer.serialize(TOPIC, AvroSerdesTest.click()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(SUBJECT)
                .hasMessageContaining("auto.register.schemas");
        assertThat(registry.subjects()).isEmpty();

        int id = registry.register(SUBJECT, OURS);
        byte[] bytes = Objects.requireNonNull(serializer.serialize(TOPIC, AvroSerdesTest.click()));
        assertThat(WireFormat.id(TOPIC, bytes)).isEqualTo(id);
    }

    @Test
    void shouldWriteTheNewestVersionWhenAskedTo() throws IOException {
        int id = registry.register(SUBJECT, NEWER);
        var latest = AvroSerdes.configured(Map.of(
                "schema.registry.url", "mock://" + scope, "auto.register.schemas", false, "use.latest.version", true));

        byte[] bytes = Objects.requireNonNull(
                latest.of(Interaction.class).serializer().serialize(TOPIC, AvroSerdesTest.click()));

        assertThat(WireFormat.id(TOPIC, bytes)).isEqualTo(id);
        GenericRecord record = new GenericDatumReader<GenericRecord>(NEWER)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        assertThat(record.get("itemId").toString()).isEqualTo("item-1");
        assertThat(record.get("device")).isNull();
    }

    @Test
    void shouldRegisterAllContractsTwiceWithoutChange() {
        Topics topics = Topics.of("recs", serdes);

        Map<String, Integer> first = Contracts.register(registry, topics);

        assertThat(first).hasSize(Contracts.of(topics).size()).hasSizeGreaterThan(15);
        assertThat(Contracts.register(registry, topics)).isEqualTo(first);
        assertThat(registry.versions(SUBJECT)).containsExactly(1);
    }

    private Object read(byte[] bytes) {
        return Objects.requireNonNull(
                serdes.of(Interaction.class).deserializer().deserialize(TOPIC, bytes));
    }

    private static byte[] written(Schema schema, int id) throws IOException {
        var record = new GenericData.Record(schema);
        Interaction click = AvroSerdesTest.click();
        for (Schema.Field field : schema.getFields()) {
            record.put(field.name(), OURS.getField(field.name()) == null ? "phone" : click.get(field.name()));
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(WireFormat.prefix(id));
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Schema without(Schema schema, String field) {
        List<Schema.Field> fields = copies(schema);
        fields.removeIf(f -> f.name().equals(field));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    private static Schema with(Schema schema, String field) {
        List<Schema.Field> fields = copies(schema);
        Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        fields.add(0, new Schema.Field(field, optional, null, JsonProperties.NULL_VALUE));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    private static List<Schema.Field> copies(Schema schema) {
        var copies = new ArrayList<Schema.Field>();
        schema.getFields().forEach(f -> copies.add(new Schema.Field(f, f.schema())));
        return copies;
    }
}
