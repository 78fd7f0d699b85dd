package dev.millrace.benchmarks.rig;

import dev.millrace.benchmarks.frame.Wait;
import dev.millrace.localbroker.JavaProcess;
import dev.millrace.shell.AppDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One app as a process of its own, as it is deployed, with its settings in the environment. */
public final class AppProcess implements AutoCloseable {

    private static final Duration STOPPING = Duration.ofSeconds(60);
    private static final int HTTP_MS = 5_000;

    private final String name;
    private final JavaProcess process;
    private final String address;
    private final long startedNanos = System.nanoTime();

    private AppProcess(String name, JavaProcess process, int port) {
        this.name = name;
        this.process = process;
        this.address = "http://127.0.0.1:" + port;
    }

    /**
     * What to start.
     *
     * @param instance tells instances of one app apart: names state directory and log
     * @param app whose main class it is
     * @param main the app's main class
     * @param heapMiB of the JVM, at most
     * @param core the only core that it may run on; negative: any
     * @param settings over the defaults
     */
    public record Spec(
            String instance, AppDefinition app, Class<?> main, int heapMiB, int core, Map<String, String> settings) {}

    /** Starts; does not wait. */
    public static AppProcess start(Rig rig, Spec spec) {
        int port = RunningApps.freePort();
        Map<String, String> settings = new HashMap<>(RunningApps.shared(rig));
        settings.putAll(RunningApps.ownOf(spec.app().name()));
        settings.put("schema.registry.url", rig.registryUrl());
        settings.put("state.dir", stateDirectory(rig, spec.instance()).toString());
        settings.put("management.port", String.valueOf(port));
        settings.put("management.host", "127.0.0.1");
        settings.putAll(Pairs.of(spec.app().name(), spec.settings()));
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) -> environment.put(variable(key), value));
        List<String> java = new ArrayList<>(List.of(JavaProcess.tool("java"), "-Xmx" + spec.heapMiB() + "m"));
        if (spec.core() >= 0) {
            java.addAll(0, List.of("taskset", "-c", String.valueOf(spec.core())));
        }
        Path log = rig.directory(spec.instance() + ".log");
        JavaProcess process = JavaProcess.start(spec.instance(), java, spec.main(), environment, log);
        return new AppProcess(spec.instance(), process, port);
    }

    /** The environment variable of a setting. */
    private static String variable(String key) {
        return "MILLRACE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Where an instance keeps its stores. */
    public static Path stateDirectory(Rig rig, String instance) {
        return rig.directory("state-" + instance);
    }

    /**
     * Waits until it is ready: running with all its state and with what it waits for. @return seconds since its start
     */
    public double awaitReady(Duration patience) {
        Wait.until(
                this::isReady, patience, this::check, () -> name + " is not ready within " + patience + process.tail());
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Ready alone is too little: it holds while state is restored, too. Started: it has run with all its state. */
    private boolean isReady() {
        try {
            return open("/health/started").getResponseCode() == HttpURLConnection.HTTP_OK
                    && open("/health/ready").getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        var connection = (HttpURLConnection) URI.create(address + path).toURL().openConnection();
        connection.setConnectTimeout(HTTP_MS);
        connection.setReadTimeout(HTTP_MS);
        return connection;
    }

    /**
     * Sum of a metric over its tags, from {@code /metrics}; 0 while it has none.
     *
     * @param metric by its name there
     * @param tag only lines that contain this
     */
    public double metric(String metric, String tag) {
        try (var in =
                new BufferedReader(new InputStreamReader(open("/metrics").getInputStream(), StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> line.startsWith(metric) && line.contains(tag))
                    .filter(line -> line.charAt(metric.length()) == '{' || line.charAt(metric.length()) == ' ')
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics from " + name + process.tail(), e);
        }
    }

    /** Throws with the end of its log when it has ended. */
    public void check() {
        process.check();
    }

    /** CPU-seconds so far. */
    public double cpuSeconds() {
        return process.handle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** Memory in physical RAM now, MiB. */
    public double residentMiB() {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + process.handle().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("the memory of " + name + " can be seen on Linux only", e);
        }
    }

    /** Records that have been read to restore state, or to keep a standby's. */
    public double restored() {
        return metric("kafka_consumer_fetch_manager_records_consumed_total", "restore-consumer");
    }

    /** Heap in use now, garbage included, MiB. */
    public double heapMiB() {
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /** Heap in use after a full collection, MiB. */
    public double liveHeapMiB() {
        String jcmd = JavaProcess.tool("jcmd");
        try {
            Process collection = new ProcessBuilder(
                            jcmd, String.valueOf(process.handle().pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (collection.waitFor() != 0) {
                throw new IllegalStateException(name + " could not be told to collect its garbage");
            }
            return heapMiB();
        } catch (IOException e) {
            throw new UncheckedIOException(jcmd + " of the JDK is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As a crash would: no farewell, nothing flushed. */
    public void kill() {
        process.kill();
    }

    /** Asks for an orderly stop and waits for it. */
    @Override
    public void close() {
        process.terminate();
        if (!process.endsWithin(STOPPING)) {
            process.kill();
        }
    }
}
