package dev.millrace.shell;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write-buffer budget for all stores of the process. By default every store of every partition
 * takes 50 MiB of cache and up to 48 MiB of write buffers of its own: 12 partitions with 4 stores would take 4.6 GiB.
 *
 * <p>Static because Kafka Streams makes one instance per store by class name, and because memory belongs to the
 * process; the first store's setting counts.
 */
public final class SharedRocksDbMemory implements RocksDBConfigSetter {

    /** MiB for all stores together, write buffers included. */
    static final String MEGABYTES = "millrace.rocksdb.memory.mb";

    /** Writes take the smaller part: they are flushed, while every block that is read again saves a disk access. */
    private static final double WRITE_SHARE = 0.4;

    /** Small, so that many stores share the budget without forcing each other to flush tiny files. */
    private static final long WRITE_BUFFER = 8L << 20;

    private static @Nullable Cache cache;
    private static @Nullable WriteBufferManager writeBuffers;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        synchronized (SharedRocksDbMemory.class) {
            if (cache == null) {
                RocksDB.loadLibrary();
                long bytes = Long.parseLong(String.valueOf(configs.getOrDefault(MEGABYTES, 128))) << 20;
                cache = new LRUCache(bytes);
                writeBuffers = new WriteBufferManager((long) (bytes * WRITE_SHARE), cache);
            }
            var table = (BlockBasedTableConfig) options.tableFormatConfig();
            table.setBlockCache(cache);
            // Index and filter blocks count against the budget too; otherwise they grow with the data, unbounded.
            table.setCacheIndexAndFilterBlocks(true);
            table.setCacheIndexAndFilterBlocksWithHighPriority(true);
            table.setPinL0FilterAndIndexBlocksInCache(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(writeBuffers);
            options.setWriteBufferSize(WRITE_BUFFER);
        }
    }

    /** Bytes in use by all stores of the process. */
    public static long usedBytes() {
        synchronized (SharedRocksDbMemory.class) {
            return cache == null ? 0 : cache.getUsage();
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffers outlive the store: the others use them.
    }
}
