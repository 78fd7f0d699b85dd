package dev.millrace.benchmarks.locality;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A store in this process, set up as Kafka Streams and app-shell set up theirs: 128 MiB of cache for everything. */
final class RocksDbSource implements PreferenceSource {

    static {
        RocksDB.loadLibrary(); // the objects below are native before any database is opened
    }

    private static final int BATCH = 1_000;

    private final LRUCache cache = new LRUCache(128L << 20);
    private final BloomFilter bloom = new BloomFilter();
    private final Options options;
    private final RocksDB db;

    RocksDbSource(Path directory) throws RocksDBException {
        var table = new BlockBasedTableConfig();
        table.setBlockCache(cache);
        table.setBlockSize(4096);
        table.setFilterPolicy(bloom);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options = new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setWriteBufferSize(4L << 20)
                .setMaxWriteBufferNumber(2)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setCompactionStyle(CompactionStyle.UNIVERSAL);
        db = RocksDB.open(options, directory.toString());
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public void load(int from, int until, IntFunction<byte[]> states) throws RocksDBException {
        try (var writes = new WriteOptions().setDisableWAL(true);
                var flush = new FlushOptions().setWaitForFlush(true)) {
            for (int start = from; start < until; start += BATCH) {
                try (var batch = new WriteBatch()) {
                    for (int user = start; user < Math.min(until, start + BATCH); user++) {
                        batch.put(bytes(PreferenceSource.id(user)), states.apply(user));
                    }
                    db.write(writes, batch);
                }
            }
            db.flush(flush);
        }
    }

    @Override
    public Connection connect() {
        return new Connection() {
            @Override
            public byte @Nullable [] get(String user) throws RocksDBException {
                return db.get(bytes(user));
            }

            @Override
            public void close() {
                // All clients share the store.
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        db.close();
        options.close();
        bloom.close();
        cache.close();
    }
}
