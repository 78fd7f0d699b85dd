package dev.millrace.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Avro records as plain JSON, without Avro's wrapping of unions. */
public final class AvroJson {

    private AvroJson() {}

    /** JSON null for null. */
    public static JsonNode of(@Nullable SpecificRecord value) {
        if (value == null) {
            return NullNode.getInstance();
        }
        try {
            return Json.MAPPER.readTree(GenericData.get().toString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro's rendering of a record is JSON", e);
        }
    }
}
