package dev.millrace.benchmarks.state;

import dev.millrace.benchmarks.state.avro.AvroEvent;
import dev.millrace.benchmarks.state.avro.AvroPreference;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.UserPreference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * The same content through Avro's generated classes, readers and writers reused as one does where speed matters.
 * Consumed items are handed over beside the preference, which keeps their hashes to itself. Not thread-safe.
 */
final class AvroCodec {

    static {
        // Avro makes objects only of classes that are on its list.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                ClassSecurityValidator.builder()
                        .add(AvroPreference.class)
                        .add(AvroEvent.class)
                        .build()));
    }

    private final SpecificDatumWriter<AvroPreference> writer = new SpecificDatumWriter<>(AvroPreference.class);
    private final SpecificDatumReader<AvroPreference> reader = new SpecificDatumReader<>(AvroPreference.class);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;

    /** From the model's object to Avro's. */
    static AvroPreference record(UserPreference user, List<Integer> consumed) {
        List<AvroEvent> history = new ArrayList<>(user.history().size());
        for (int i = 0; i < user.history().size(); i++) {
            Event event = user.history().get(i);
            history.add(new AvroEvent(event.itemId(), event.type(), event.value(), event.timestampMs()));
        }
        List<Float> vector = new ArrayList<>();
        float[] factors = user.vector();
        if (factors != null) {
            for (float factor : factors) {
                vector.add(factor);
            }
        }
        return new AvroPreference(
                user.eventCount(),
                user.asOfOffset(),
                user.eventAppendedMs(),
                history,
                consumed,
                vector,
                user.modelVersion());
    }

    byte[] encode(AvroPreference user) {
        bytes.reset();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, encoder);
        encoder = out;
        try {
            writer.write(user, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    AvroPreference decode(byte[] encoded) {
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(encoded, decoder);
        decoder = in;
        try {
            return reader.read(null, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
