package dev.millrace.benchmarks.state;

import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/**
 * The settings of the product's stores with one of them changed.
 *
 * @param cacheMebibytes budget of block cache and write buffers
 */
record RocksVariant(String name, int cacheMebibytes, Consumer<Options> change) {

    /** What Kafka Streams sets where nobody says otherwise. */
    private static final int BLOCK_BYTES = 4096;

    static List<RocksVariant> all(int cacheMebibytes) {
        return List.of(
                new RocksVariant("as set", cacheMebibytes, options -> {}),
                new RocksVariant("cache / 4", cacheMebibytes / 4, options -> {}),
                new RocksVariant("cache x 4", cacheMebibytes * 4, options -> {}),
                new RocksVariant(
                        "block 16 KiB",
                        cacheMebibytes,
                        options -> change(options, table -> table.setBlockSize(4 * BLOCK_BYTES))),
                new RocksVariant(
                        "no Bloom filter",
                        cacheMebibytes,
                        options -> change(options, table -> table.setFilterPolicy(null))),
                new RocksVariant(
                        "LZ4", cacheMebibytes, options -> options.setCompressionType(CompressionType.LZ4_COMPRESSION)),
                new RocksVariant(
                        "level compaction",
                        cacheMebibytes,
                        options -> options.setCompactionStyle(CompactionStyle.LEVEL)),
                new RocksVariant(
                        "write buffer 16 MiB", cacheMebibytes, options -> options.setWriteBufferSize(16L << 20)));
    }

    /** What Kafka Streams 4.3 gives a store before the app's own settings. */
    static Options streamsDefaults() {
        BlockBasedTableConfig table = new BlockBasedTableConfig();
        table.setBlockSize(BLOCK_BYTES);
        table.setFilterPolicy(new BloomFilter());
        return new Options()
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCreateIfMissing(true)
                .setErrorIfExists(false)
                .setIncreaseParallelism(Math.max(Runtime.getRuntime().availableProcessors(), 2));
    }

    /** RocksDB copies the table's settings when they are handed over: they are changed before that. */
    private static void change(Options options, Consumer<BlockBasedTableConfig> change) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        change.accept(table);
        options.setTableFormatConfig(table);
    }
}
