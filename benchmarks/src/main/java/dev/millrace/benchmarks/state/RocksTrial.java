package dev.millrace.benchmarks.state;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.shell.BoundedRocksDb;
import dev.millrace.shell.RocksMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * One store of one variant, filled with users; a measurement reads a user and writes it back, as an event does. Which
 * user is drawn evenly from all: the worst case for a cache.
 */
final class RocksTrial implements Callable<Map<String, Double>>, AutoCloseable {

    static final String EVENTS = "get+put/cpu-s";
    static final String READ = "µs/get";

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path directory;
    private final int users;
    private final long nanos;
    private final RocksMemory memory;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB store;
    private final Random random = new Random(5);

    RocksTrial(RocksVariant variant, Path directory, int users, byte[][] values, long millis) throws RocksDBException {
        this.directory = directory;
        this.users = users;
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        this.memory = RocksMemory.ofMebibytes(variant.cacheMebibytes());
        // From here on RocksDB's library is loaded.
        this.unlogged = new WriteOptions().setDisableWAL(true); // the changelog topic is the log
        this.options = RocksVariant.streamsDefaults();
        new BoundedRocksDb().setConfig("users", options, Map.of("millrace.rocksdb.memory", memory));
        variant.change().accept(options);
        this.store = RocksDB.open(options, directory.toString());
        for (int user = 0; user < users; user++) {
            store.put(unlogged, key(user), values[user % values.length]);
        }
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            store.flush(flush);
        }
    }

    @Override
    public Map<String, Double> call() throws RocksDBException {
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        long reading = 0;
        long events = 0;
        while (System.nanoTime() - start < nanos) {
            byte[] key = key(random.nextInt(users));
            long asked = System.nanoTime();
            byte[] value = store.get(key);
            reading += System.nanoTime() - asked;
            store.put(unlogged, key, value);
            events++;
        }
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
        return Map.of(EVENTS, events / cpuSeconds, READ, reading / 1e3 / events);
    }

    /** Of all files, in relation to the number of users. */
    double diskBytesPerUser() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / (double) users;
        }
    }

    @Override
    public void close() {
        store.close();
        unlogged.close();
        options.close();
        memory.close();
    }

    private static byte[] key(int user) {
        return ("user-" + user).getBytes(StandardCharsets.UTF_8);
    }
}
