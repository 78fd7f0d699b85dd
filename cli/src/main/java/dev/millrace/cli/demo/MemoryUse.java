package dev.millrace.cli.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory this process has used.
 *
 * @param heapPeakMiB sum of the peaks of all heap pools: an upper bound of the heap ever in use
 * @param heapMaxMiB most heap the JVM may take
 * @param residentPeakMiB most physical memory the process ever held, RocksDB and the JVM's own included; -1 where the
 *     system does not tell
 */
record MemoryUse(long heapPeakMiB, long heapMaxMiB, long residentPeakMiB) {

    private static final long MIB = 1 << 20;

    static MemoryUse now() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
            }
        }
        long most = Runtime.getRuntime().maxMemory() / MIB;
        return new MemoryUse(Math.min(peak / MIB, most), most, residentPeak());
    }

    private static long residentPeak() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        try {
            return parsePeak(Files.readAllLines(status));
        } catch (IOException e) {
            return -1;
        }
    }

    static long parsePeak(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
