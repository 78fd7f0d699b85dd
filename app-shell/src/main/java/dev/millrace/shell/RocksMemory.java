package dev.millrace.shell;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One budget of native memory for all RocksDB stores that share it. Kafka Streams gives every store of every partition
 * 50 MiB of block cache and up to 48 MiB of write buffers of its own; 12 partitions with 3 stores would reach 3.5 GiB.
 */
public final class RocksMemory implements AutoCloseable {

    /** Key under which the stores find it in their configuration. */
    static final String CONFIG = "millrace.rocksdb.memory";

    // Write buffers are charged to the cache. Half of it for them: with less, many small stores flush files of a few
    // kilobytes all the time; with more, reads of recent users leave the cache.
    private static final double WRITE_BUFFER_SHARE = 0.5;
    // Index and filter blocks; without a share of their own a scan of data blocks drives them out.
    private static final double INDEX_SHARE = 0.2;
    private static final int SHARDS_BY_SIZE = -1;

    private final long limit;
    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    private RocksMemory(long limit) {
        this.limit = limit;
        // Not strict: a full strict cache fails reads and writes, and a failed write stops the app.
        this.cache = new LRUCache(limit, SHARDS_BY_SIZE, false, INDEX_SHARE);
        this.writeBuffers = new WriteBufferManager((long) (limit * WRITE_BUFFER_SHARE), cache);
    }

    /** @param mebibytes at least 1 */
    public static RocksMemory ofMebibytes(int mebibytes) {
        if (mebibytes < 1) {
            throw new SettingsException("rocksdb.memory.mb must be at least 1, was " + mebibytes);
        }
        RocksDB.loadLibrary();
        return new RocksMemory((long) mebibytes << 20);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    /** Bytes that all stores together aim to stay below. */
    public long limit() {
        return limit;
    }

    /** Bytes in use now. */
    public long used() {
        return cache.getUsage();
    }

    /** Only after every store that uses it was closed. */
    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
