package dev.millrace.topologies.scoring;

import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import dev.millrace.topologies.processing.PassedOn;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What is remembered of a user who waits to be scored.
 *
 * @param offset of the event that made the user wait
 * @param headers of the newest event that had any, to go on with the list
 */
record Waiter(long offset, Headers headers) {

    static Serde<Waiter> serde() {
        return Serdes.serdeFrom((topic, waiter) -> waiter.encode(), (topic, bytes) -> decode(bytes));
    }

    /** Eight bytes, as most events have no headers, and those behind them where they have. */
    private byte[] encode() {
        byte[] at = ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
        if (headers.toArray().length == 0) {
            return at;
        }
        var out = new AvroSink(256).writeRaw(at);
        PassedOn.write(headers, out);
        return out.toBytes();
    }

    private static Waiter decode(byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            throw new SerializationException("A waiting user of " + bytes.length + " bytes");
        }
        var in = new AvroSource(bytes, Long.BYTES);
        Headers headers = in.isEnd() ? new RecordHeaders() : PassedOn.read(in);
        if (!in.isEnd()) {
            throw new SerializationException("Bytes are left over after a waiting user");
        }
        return new Waiter(ByteBuffer.wrap(bytes).getLong(), headers);
    }
}
