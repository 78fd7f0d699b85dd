package dev.millrace.benchmarks.frame;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a reader must know of the machine to judge a figure; nothing that names it. */
final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    static Map<String, String> describe() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", cpu().orElse(property("os.arch")));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", gibibytes(system.getTotalMemorySize()));
        facts.put("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        facts.put("jdk", property("java.vm.name") + " " + property("java.vm.version"));
        facts.put("jvm options", options());
        facts.put("heap", "at most " + gibibytes(Runtime.getRuntime().maxMemory()));
        facts.put("load at start", String.format(Locale.ROOT, "%.2f", system.getSystemLoadAverage()));
        return facts;
    }

    /** System properties may hold paths and names; only options of the machine itself matter here. */
    private static String options() {
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        return given.stream().filter(option -> option.startsWith("-X")).collect(Collectors.joining(" "));
    }

    private static Optional<String> cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
