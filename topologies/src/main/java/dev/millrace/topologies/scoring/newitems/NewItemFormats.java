package dev.millrace.topologies.scoring.newitems;

import dev.millrace.model.newitems.NewItemSums;
import dev.millrace.model.recommend.NewItemTouch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Bytes of what only this app reads about new items, first byte the version of the format. Mostly floats: Avro would
 * box each of them.
 */
public final class NewItemFormats {

    private static final byte FORMAT = 1;
    private static final int MAX_DIMENSION = 1024;

    private NewItemFormats() {}

    /** Without the item, which is the key; throws {@link SerializationException} on bytes of another format. */
    public static Serde<NewItemTouch> touches() {
        return serde(NewItemFormats::write, NewItemFormats::readTouch);
    }

    static Serde<NewItemState> states() {
        return serde(NewItemFormats::write, NewItemFormats::readState);
    }

    private static byte[] write(NewItemTouch touch) {
        byte[] item = touch.itemId().getBytes(StandardCharsets.UTF_8);
        byte[] version = touch.modelVersion().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1
                        + Short.BYTES
                        + item.length
                        + Short.BYTES
                        + version.length
                        + Float.BYTES
                        + Long.BYTES
                        + Short.BYTES
                        + Float.BYTES * touch.user().length)
                .put(FORMAT);
        put(out, item);
        put(out, version);
        out.putFloat(touch.weight()).putLong(touch.atMs()).putShort((short) touch.user().length);
        for (float value : touch.user()) {
            out.putFloat(value);
        }
        return out.array();
    }

    private static NewItemTouch readTouch(ByteBuffer in) {
        String item = text(in);
        String version = text(in);
        float weight = in.getFloat();
        long atMs = in.getLong();
        int dimension = in.getShort();
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException("a user of " + dimension + " factors");
        }
        float[] user = new float[dimension];
        for (int k = 0; k < dimension; k++) {
            user[k] = in.getFloat();
        }
        return new NewItemTouch(item, version, weight, user, atMs);
    }

    private static byte[] write(NewItemState state) {
        int size = 1 + Short.BYTES;
        for (Map.Entry<String, NewItemSums> one : state.byVersion().entrySet()) {
            size += Short.BYTES
                    + one.getKey().getBytes(StandardCharsets.UTF_8).length
                    + one.getValue().size();
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(FORMAT).putShort((short)
                state.byVersion().size());
        state.byVersion().forEach((version, sums) -> {
            put(out, version.getBytes(StandardCharsets.UTF_8));
            sums.write(out);
        });
        return out.array();
    }

    private static NewItemState readState(ByteBuffer in) {
        Map<String, NewItemSums> byVersion = new TreeMap<>();
        int models = in.getShort();
        for (int i = 0; i < models; i++) {
            byVersion.put(text(in), NewItemSums.read(in));
        }
        return new NewItemState(byVersion);
    }

    private static void put(ByteBuffer out, byte[] text) {
        out.putShort((short) text.length).put(text);
    }

    private static String text(ByteBuffer in) {
        int length = in.getShort();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> Serde<T> serde(Function<T, byte[]> write, Function<ByteBuffer, T> read) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write.apply(value),
                (topic, bytes) -> bytes == null ? null : checked(topic, bytes, read));
    }

    private static <T> T checked(String topic, byte[] bytes, Function<ByteBuffer, T> read) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != FORMAT) {
                throw new IllegalArgumentException("format " + bytes[0] + ", this release reads " + FORMAT);
            }
            T value = read.apply(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            return value;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new SerializationException("A record of " + topic + " is not in the format of this release", e);
        }
    }
}
