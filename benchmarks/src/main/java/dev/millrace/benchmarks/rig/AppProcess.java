package dev.millrace.benchmarks.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One app as a process of its own, as it is deployed; started with this process's class path. */
public final class AppProcess implements AutoCloseable {

    private static final long LOOK_EVERY_NANOS = 50_000_000;
    private static final int STOP_SECONDS = 40;
    private static final int CONNECT_MS = 1_000;

    private final String name;
    private final Process process;
    private final int port;
    private final Path log;
    private final long startedNanos = System.nanoTime();

    private AppProcess(String name, Process process, int port, Path log) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * What to start.
     *
     * @param instance tells instances of one app apart: names state directory and log
     * @param main the app's main class
     * @param heapMiB of the JVM
     * @param core the only core that it may run on; negative: any
     * @param settings over the defaults
     */
    public record Spec(String instance, String main, int heapMiB, int core, Map<String, String> settings) {}

    /** Starts; does not wait. */
    public static AppProcess start(Rig rig, String registryUrl, Spec spec) {
        try {
            int port = freePort();
            Map<String, String> settings = new HashMap<>(RunningApps.shared(rig));
            settings.put("schema.registry.url", registryUrl);
            settings.put("state.dir", stateDirectory(rig, spec.instance()).toString());
            settings.put("management.port", String.valueOf(port));
            settings.put("management.host", "127.0.0.1");
            settings.putAll(spec.settings());
            List<String> command = new ArrayList<>();
            if (spec.core() >= 0) {
                command.addAll(List.of("taskset", "-c", String.valueOf(spec.core())));
            }
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx" + spec.heapMiB() + "m");
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), spec.main()));
            settings.forEach((key, value) -> command.add("--" + key + "=" + value));
            Path log = rig.directory(spec.instance() + ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new AppProcess(spec.instance(), process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(spec.instance() + " could not be started", e);
        }
    }

    /** Where an instance keeps its stores. */
    public static Path stateDirectory(Rig rig, String instance) {
        return rig.directory("state-" + instance);
    }

    /** Waits until it runs with all its state. @return seconds since the start of the process */
    public double awaitStarted(Duration patience) {
        long deadline = startedNanos + patience.toNanos();
        while (!answers("/health/started") || !answers("/health/ready")) {
            check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " has not started within " + patience);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    private boolean answers(String path) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MS);
            connection.setReadTimeout(CONNECT_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** Throws with the end of its log when it has ended. */
    public void check() {
        if (process.isAlive()) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(log);
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ": "
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU-seconds so far. */
    public double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** Memory in physical RAM now, MiB; -1 where the system does not tell. */
    public long residentMiB() {
        return status("VmRSS:");
    }

    /** The most it ever had in physical RAM, MiB; -1 where the system does not tell. */
    public long residentPeakMiB() {
        return status("VmHWM:");
    }

    private long status(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    /** As a crash would: no farewell, nothing flushed. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        await();
    }
}
