package dev.millrace.shell;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** Puts every store of an app under its {@link RocksMemory}. Made by Kafka Streams, by name, once per store. */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    // Kafka Streams' 16 MiB times the number of stores exceed any budget, and the write buffer manager then flushes
    // the largest one early anyway; 4 MiB hold some 6,000 users' preferences.
    private static final long WRITE_BUFFER_BYTES = 4L << 20;
    private static final int WRITE_BUFFERS = 2;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(RocksMemory.CONFIG) instanceof RocksMemory memory)) {
            throw new IllegalStateException("The configuration of Kafka Streams lacks " + RocksMemory.CONFIG);
        }
        // Kafka Streams has put its own table configuration, with a Bloom filter, into the options: keep that.
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        // Otherwise index and filter blocks live outside the budget and grow with the data.
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache and the write buffer manager belong to all stores; RocksMemory closes them.
    }
}
