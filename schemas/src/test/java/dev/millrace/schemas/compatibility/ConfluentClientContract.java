package dev.millrace.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.avro.Interaction;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.registry.Compatibility;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.SchemaBuilder;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;
import org.junit.jupiter.api.Test;

/** The genuine Confluent client beside ours on one registry: what one registers and writes, the other reads. */
abstract class ConfluentClientContract {

    final String topic = "confluent." + UUID.randomUUID();
    final String subject = topic + "-value";

    /** Address of a registry that speaks Confluent's API. */
    abstract String url();

    private SchemaRegistryClient theirs() {
        return new CachedSchemaRegistryClient(url(), 100);
    }

    private AvroSerdes ours() {
        return AvroSerdes.configured(Map.of("schema.registry.url", url()));
    }

    @Test
    void shouldBeReadByConfluentsClient() throws IOException {
        byte[] bytes =
                Objects.requireNonNull(ours().of(Interaction.class).serializer().serialize(topic, click()));

        var in = new ByteArrayInputStream(bytes);
        Schema writer = new ConfluentSchemaRegistryCoder(theirs()).readSchema(in);
        GenericRecord record = new GenericDatumReader<GenericRecord>(writer)
                .read(null, DecoderFactory.get().binaryDecoder(in.readAllBytes(), null));

        assertThat(record.getSchema().getFullName()).isEqualTo("dev.millrace.avro.Interaction");
        assertThat(record.get("userId").toString()).isEqualTo("ann");
        assertThat(record.get("value")).isEqualTo(2.5);
        assertThat(record.get("timestampMs")).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void shouldReadWhatConfluentsClientWrote() throws IOException {
        Schema schema = new Schema.Parser().parse(Interaction.getClassSchema().toString());
        var record = new GenericData.Record(schema);
        Interaction click = click();
        schema.getFields().forEach(f -> record.put(f.name(), click.get(f.name())));
        var bytes = new ByteArrayOutputStream();
        new ConfluentSchemaRegistryCoder(subject, theirs()).writeSchema(schema, bytes);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();

        assertThat(ours().of(Interaction.class).deserializer().deserialize(topic, bytes.toByteArray()))
                .isEqualTo(click);
    }

    @Test
    void shouldAgreeOnIdsVersionsAndSubjects() throws IOException, RestClientException {
        SchemaRegistry registry = ours().registry();
        org.apache.avro.Schema first =
                SchemaBuilder.record("Event").fields().requiredString("user").endRecord();
        org.apache.avro.Schema second = SchemaBuilder.record("Event")
                .fields()
                .requiredString("user")
                .optionalDouble("value")
                .endRecord();
        var theirSecond = new AvroSchema(second.toString());

        int one = registry.register(subject, first);
        int two = theirs().register(subject, theirSecond);

        assertThat(theirs().register(subject, new AvroSchema(first.toString()))).isEqualTo(one);
        assertThat(registry.register(subject, second)).isEqualTo(two);
        assertThat(theirs().getId(subject, theirSecond)).isEqualTo(two);
        assertThat(theirs().getVersion(subject, theirSecond)).isEqualTo(2);
        assertThat(theirs().getSchemaById(one).canonicalString()).isEqualTo(first.toString());
        assertThat(theirs().getLatestSchemaMetadata(subject).getVersion()).isEqualTo(2);
        assertThat(theirs().getAllVersions(subject)).isEqualTo(registry.versions(subject));
        assertThat(theirs().getAllSubjects()).contains(subject).containsAll(registry.subjects());
    }

    @Test
    void shouldAgreeOnCompatibility() throws IOException, RestClientException {
        SchemaRegistry registry = ours().registry();
        registry.setCompatibility(subject, Compatibility.FULL_TRANSITIVE);
        registry.register(
                subject,
                SchemaBuilder.record("Event").fields().requiredString("user").endRecord());
        org.apache.avro.Schema bad = SchemaBuilder.record("Event")
                .fields()
                .requiredString("user")
                .requiredInt("count")
                .endRecord();
        var theirBad = new AvroSchema(bad.toString());

        assertThat(theirs().getCompatibility(subject)).isEqualTo("FULL_TRANSITIVE");
        assertThat(theirs().testCompatibility(subject, theirBad)).isFalse();
        assertThat(registry.compatible(subject, bad)).isFalse();
        RestClientException refused =
                catchThrowableOfType(RestClientException.class, () -> theirs().register(subject, theirBad));
        assertThat(refused.getStatus()).isEqualTo(409);
    }

    @Test
    void shouldTellConfluentsClientWhatIsMissing() {
        var error = catchThrowableOfType(RestClientException.class, () -> theirs().getSchemaById(1_999_999_999));
        assertThat(error.getStatus()).isEqualTo(404);
        assertThat(error.getErrorCode()).isEqualTo(40403);

        error = catchThrowableOfType(RestClientException.class, () -> theirs().getLatestSchemaMetadata(subject));
        assertThat(error.getErrorCode()).isEqualTo(40401);
    }

    private static Interaction click() {
        return new Interaction("e-1", "ann", "item-1", "click", 2.5, 1_700_000_000_000L, null, false);
    }
}
