package dev.millrace.benchmarks.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

    @TempDir
    Path directory;

    @Test
    void shouldCountTheTablesOfAllStores() throws IOException {
        Path store = Files.createDirectories(directory.resolve("0_0/rocksdb/users"));
        Files.write(store.resolve("000008.sst"), new byte[700]);
        Files.write(store.resolve("000009.sst"), new byte[300]);
        Files.write(store.resolve("LOG"), new byte[5_000]);
        assertThat(Memory.tableBytes(directory)).isEqualTo(1_000);
    }
}
