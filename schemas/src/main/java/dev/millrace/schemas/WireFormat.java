package dev.millrace.schemas;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** Confluent's wire format: a zero byte, the schema's id as a big-endian int, the Avro body. */
final class WireFormat {

    /** Bytes before the Avro body. */
    static final int PREFIX = 5;

    private WireFormat() {}

    static String subject(String topic) {
        return topic + "-value";
    }

    static byte[] prefix(int id) {
        return new byte[] {0, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
    }

    static int id(String topic, byte[] bytes) {
        if (bytes.length < PREFIX || bytes[0] != 0) {
            throw new SerializationException("A value in topic " + topic + " is not in Confluent's wire format: "
                    + bytes.length + " bytes" + (bytes.length == 0 ? "" : ", the first is " + bytes[0]));
        }
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
