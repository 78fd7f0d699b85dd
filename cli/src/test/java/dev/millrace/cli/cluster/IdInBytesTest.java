package dev.millrace.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.AvroSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdInBytesTest {

    final IdInBytes id = new IdInBytes("user-1");

    @ParameterizedTest
    @ValueSource(strings = {"user-1", "of 'user-1'", "{\"userId\":\"user-1\"}", "sent (user-1)"})
    void shouldFindTheIdInTexts(String text) {
        assertThat(id.in(bytes(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user", "user-10", "a-user-1", "'user-12'", "/user-1/x"})
    void shouldNotTakeAPartOfAnotherIdForIt(String text) {
        assertThat(id.in(bytes(text))).isFalse();
    }

    @Test
    void shouldFindTheIdBehindItsLength() {
        byte[] avro = new AvroSink(64)
                .writeString("x")
                .writeString("user-1")
                .writeString("y")
                .toBytes();
        byte[] twoBytes = ByteBuffer.allocate(10)
                .putShort((short) 6)
                .put(bytes("user-1"))
                .putShort((short) 7)
                .array();
        assertThat(id.in(avro)).isTrue();
        assertThat(id.in(twoBytes)).isTrue();
        assertThat(new IdInBytes("user").in(avro)).isFalse();
        String longId = "u".repeat(200);
        assertThat(new IdInBytes(longId).in(new AvroSink(64).writeString(longId).toBytes()))
                .isTrue();
    }

    @Test
    void shouldFindTheKeyOfAWindow() {
        byte[] window = ByteBuffer.allocate(18)
                .put(bytes("user-1"))
                .putLong(1_767_225_600_000L)
                .putInt(0)
                .array();
        assertThat(id.in(window)).isTrue();
        assertThat(new IdInBytes("user").in(window)).isFalse();
    }

    @Test
    void shouldTellWhetherBytesAreTheIdAlone() {
        assertThat(id.is(bytes("user-1"))).isTrue();
        assertThat(id.is(bytes("user-1 "))).isFalse();
        assertThat(id.is(null)).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
