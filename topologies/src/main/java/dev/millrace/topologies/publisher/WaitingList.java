package dev.millrace.topologies.publisher;

import dev.millrace.avro.Recommendations;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import dev.millrace.topologies.processing.PassedOn;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A list that could not be filled yet.
 *
 * @param headers of the event behind it, to go on with the list
 */
record WaitingList(Recommendations list, Headers headers) {

    static Serde<WaitingList> serde() {
        return Serdes.serdeFrom((topic, waiting) -> waiting.encode(), (topic, bytes) -> decode(bytes));
    }

    private byte[] encode() {
        var out = new AvroSink(256);
        PassedOn.write(headers, out);
        out.writeBytes(ListFormat.encode(list));
        return out.toBytes();
    }

    private static WaitingList decode(byte[] bytes) {
        var in = new AvroSource(bytes, 0);
        Headers headers = PassedOn.read(in);
        return new WaitingList(ListFormat.decode(in.readBytes()), headers);
    }
}
