package dev.millrace.topologies.processing;

import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an event that go on to what it causes, such as {@code traceparent}: all that its producer has set, in
 * their order, as far as they are small. Those that mean something to the pipeline itself belong to one record.
 */
public final class PassedOn {

    /** Bytes of names and values together: a trace state may have 512, and headers wait in memory with their user. */
    static final int MOST_BYTES = 4096;

    /** Taken first, so that no other header leaves them without room. */
    private static final List<String> FIRST = List.of("traceparent", "tracestate");

    private static final List<String> OURS = List.of("millrace-", "__streams.");

    private PassedOn() {}

    /** Of this event; what does not fit is left out whole. */
    public static Headers of(Headers event) {
        var kept = new RecordHeaders();
        int room = MOST_BYTES;
        for (String name : FIRST) {
            Header header = event.lastHeader(name);
            if (header != null && size(header) <= room) {
                kept.add(header);
                room -= size(header);
            }
        }
        for (Header header : event) {
            if (!FIRST.contains(header.key())
                    && OURS.stream().noneMatch(header.key()::startsWith)
                    && size(header) <= room) {
                kept.add(header);
                room -= size(header);
            }
        }
        return kept;
    }

    private static int size(Header header) {
        return header.key().getBytes(StandardCharsets.UTF_8).length
                + (header.value() == null ? 0 : header.value().length);
    }

    /** Written behind each other, to be {@link #read} from anywhere in a record. */
    public static void write(Headers headers, AvroSink out) {
        Header[] all = headers.toArray();
        out.writeLong(all.length);
        for (Header header : all) {
            out.writeString(header.key());
            out.writeBoolean(header.value() != null);
            if (header.value() != null) {
                out.writeBytes(header.value());
            }
        }
    }

    public static Headers read(AvroSource in) {
        var headers = new RecordHeaders();
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            String name = in.readString();
            byte @Nullable [] value = in.readBoolean() ? in.readBytes() : null;
            headers.add(name, value);
        }
        return headers;
    }
}
