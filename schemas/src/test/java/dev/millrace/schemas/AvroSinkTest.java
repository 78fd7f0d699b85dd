package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Avro's own encoder is the oracle. */
class AvroSinkTest {

    @Test
    void shouldWriteWhatAvroWritesAndReadItBack() throws IOException {
        var random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            long number = random.nextLong() >> random.nextInt(Long.SIZE);
            double real = random.nextGaussian();
            boolean flag = random.nextBoolean();
            String text = random.ints(random.nextInt(20), 1, 0x2FFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            byte[] bytes = new AvroSink(1)
                    .writeLong(number)
                    .writeDouble(real)
                    .writeFloat((float) real)
                    .writeBoolean(flag)
                    .writeString(text)
                    .toBytes();

            assertThat(bytes).isEqualTo(byAvro(number, real, flag, text));
            var in = new AvroSource(bytes, 0);
            assertThat(in.readLong()).isEqualTo(number);
            assertThat(in.readDouble()).isEqualTo(real);
            assertThat(in.readFloat()).isEqualTo((float) real);
            assertThat(in.readBoolean()).isEqualTo(flag);
            assertThat(in.readString("unlike")).isEqualTo(text);
            assertThat(in.isEnd()).isTrue();
        }
    }

    @Test
    void shouldKeepTheTextThatComesAgain() {
        byte[] bytes = new AvroSink(8).writeString("new").writeString("néw").toBytes();
        String likely = "new";

        var in = new AvroSource(bytes, 0);

        assertThat(in.readString(likely)).isSameAs(likely);
        assertThat(in.readString("néw!")).isEqualTo("néw");

        var again = new AvroSource(bytes, 0);
        again.skipString();
        assertThat(again.readString()).isEqualTo("néw");
    }

    private static byte[] byAvro(long number, double real, boolean flag, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        out.writeLong(number);
        out.writeDouble(real);
        out.writeFloat((float) real);
        out.writeBoolean(flag);
        out.writeString(text);
        out.flush();
        return bytes.toByteArray();
    }
}
