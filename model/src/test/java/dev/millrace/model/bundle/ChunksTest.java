package dev.millrace.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChunksTest {

    @Test
    void shouldJoinWhatItSplit() {
        for (int size : new int[] {0, 1, Chunks.SIZE - 1, Chunks.SIZE, Chunks.SIZE + 1, 3 * Chunks.SIZE}) {
            byte[] file = random(size);
            FileEntry entry = Chunks.describe("items", file);
            List<byte[]> chunks = Chunks.split(file);
            assertThat(chunks).hasSize(entry.chunks()).allMatch(chunk -> chunk.length <= Chunks.SIZE);
            assertThat(Chunks.join(entry, new ArrayList<>(chunks))).isEqualTo(file);
        }
    }

    @Test
    void shouldNameChunksInTheOrderOfTheirKeys() {
        assertThat(Chunks.key("m-1", "items", 7)).isEqualTo("m-1/items/00007");
    }

    @Test
    void shouldKnowSha256() {
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void shouldNameTheChunkThatIsMissing() {
        byte[] file = random(2 * Chunks.SIZE);
        List<byte @Nullable []> chunks = new ArrayList<>(Chunks.split(file));
        chunks.set(1, null);
        assertThatThrownBy(() -> Chunks.join(Chunks.describe("items", file), chunks))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("items: chunk 1 of 2 is missing");
    }

    @Test
    void shouldRefuseAnotherHashAndAnotherSize() {
        byte[] file = random(100);
        FileEntry entry = Chunks.describe("items", file);
        byte[] changed = file.clone();
        changed[99] ^= 1;
        assertThatThrownBy(() -> Chunks.join(entry, List.of(changed))).hasMessageContaining("SHA-256");
        assertThatThrownBy(() -> Chunks.join(entry, List.of(random(99))))
                .hasMessageContaining("99 bytes instead of 100");
        assertThatThrownBy(() -> Chunks.join(entry, List.of(file, file))).hasMessageContaining("2 chunks instead of 1");
        assertThatThrownBy(() -> Chunks.verify(entry, changed)).hasMessageContaining("SHA-256");
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
