package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ItemAggregate;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class InternalAvroTest {

    /** As the release before wrote it: without the last field. */
    @Test
    void shouldReadWhatLacksTheFieldsAddedSince() throws Exception {
        Schema schema = ItemAggregate.getClassSchema();
        Schema older = Schema.createRecord(
                schema.getName(),
                null,
                schema.getNamespace(),
                false,
                schema.getFields().subList(0, schema.getFields().size() - 1).stream()
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
        GenericRecord written = new GenericData.Record(older);
        older.getFields().forEach(field -> written.put(field.name(), 0L));
        written.put("counts", List.of());
        written.put("impressions", 1.5);
        written.put("clicks", 0.5);
        written.put("eventCount", 7L);
        ByteBuffer bytes = new BinaryMessageEncoder<GenericRecord>(new GenericData(), older).encode(written);

        ItemAggregate read = InternalAvro.<ItemAggregate>of(schema, 1).decode("test", bytes.array());

        assertThat(read.getEventCount()).isEqualTo(7);
        assertThat(read.getImpressions()).isEqualTo(1.5);
        assertThat(read.getRepeatCount()).isZero();
    }
}
