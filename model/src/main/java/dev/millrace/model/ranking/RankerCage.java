package dev.millrace.model.ranking;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtEnvironment;
import com.google.protobuf.Message;
import dev.millrace.model.ranking.RankerVerdict.Outcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process for one ranker: the same Java, only the libraries that score, an empty environment, a directory of its
 * own that is deleted with it. Killed when its time is over or, where {@code /proc} tells (Linux), its resident memory
 * too large; elsewhere its time alone is bounded.
 */
final class RankerCage {

    private static final Logger LOG = LoggerFactory.getLogger(RankerCage.class);

    /** Fast enough that what allocates at full speed gets no further than some 100 MB beyond its limit. */
    private static final long LOOK_EVERY_MS = 20;

    private static final int HEAP_BYTES = 64 << 20;

    /** Where each library lies, however the class path of this process was given. */
    private static final List<Class<?>> LIBRARIES =
            List.of(RankerTrialProcess.class, OrtEnvironment.class, OnnxMl.class, Message.class, LoggerFactory.class);

    private final TrialLimits limits;

    RankerCage(TrialLimits limits) {
        this.limits = limits;
    }

    /** Comes back within the limits of time, whatever the ranker does. */
    RankerVerdict run(byte[] onnx, int width) {
        Path directory = null;
        Process process = null;
        try {
            directory = Files.createTempDirectory("millrace-ranker-");
            process = start(directory, onnx.length, width);
            return watch(process, onnx);
        } catch (IOException | URISyntaxException e) {
            LOG.warn("A ranker could not be tried", e);
            return untried("the process that tries rankers cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return untried("trying the ranker was interrupted");
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            delete(process, directory);
        }
    }

    private static Process start(Path directory, int bytes, int width) throws IOException, URISyntaxException {
        List<String> path = new ArrayList<>();
        for (Class<?> library : LIBRARIES) {
            path.add(Path.of(library.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (HEAP_BYTES + 4L * bytes),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + directory.resolve("crash.log"),
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                String.join(File.pathSeparator, path),
                RankerTrialProcess.class.getName(),
                Integer.toString(width));
        builder.environment().clear(); // nothing of ours is a stranger's business
        builder.directory(directory.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private RankerVerdict watch(Process process, byte[] onnx) throws InterruptedException {
        var said = new Listener(process);
        said.start();
        Ended start = waitFor(process, said, 1, limits.start(), Long.MAX_VALUE);
        if (start != Ended.DONE || said.lines.isEmpty()) {
            return untried("the process that tries rankers did not come up within "
                    + limits.start().toSeconds() + " s");
        }
        long empty = resident(process);
        new Feeder(process, onnx).start();
        long most = empty < 0 ? Long.MAX_VALUE : empty + limits.memory(onnx.length);
        return switch (waitFor(process, said, 2, limits.time(), most)) {
            case TOO_LATE ->
                new RankerVerdict(
                        Outcome.TOO_SLOW,
                        "loading and trying the ranker takes more than "
                                + limits.time().toMillis() + " ms");
            case TOO_LARGE ->
                new RankerVerdict(
                        Outcome.TOO_MUCH_MEMORY,
                        "loading and trying the ranker of " + onnx.length + " bytes takes more than "
                                + (limits.memory(onnx.length) >> 20) + " MiB of memory");
            case DONE ->
                said.lines.size() > 1
                        ? RankerVerdict.ofLine(said.lines.get(1))
                        : new RankerVerdict(
                                Outcome.CRASHED,
                                "the ranker ended the process that tried it with code " + process.waitFor());
        };
    }

    private enum Ended {
        DONE,
        TOO_LATE,
        TOO_LARGE
    }

    private static Ended waitFor(Process process, Listener said, int lines, Duration time, long mostBytes)
            throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (said.lines.size() < lines) {
            if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                // The last line may still be in the pipe, which ends with the process unless that left one behind.
                said.join(time.toMillis());
                return Ended.DONE;
            }
            if (resident(process) > mostBytes) {
                return Ended.TOO_LARGE;
            }
            if (System.nanoTime() - deadline > 0) {
                return Ended.TOO_LATE;
            }
        }
        return Ended.DONE;
    }

    /** Bytes; -1 where it cannot be known. */
    private static long resident(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | UncheckedIOException e) {
            return -1; // no Linux, or the process has just ended
        }
    }

    private static RankerVerdict untried(String why) {
        return new RankerVerdict(Outcome.UNTRIED, why);
    }

    private static void delete(@Nullable Process process, @Nullable Path directory) {
        try {
            if (process != null) {
                process.waitFor(2, TimeUnit.SECONDS);
            }
            if (directory == null) {
                return;
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} is left over from trying a ranker", directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes down what the process reports: two short lines, whatever else it may say. */
    private static final class Listener extends Thread {

        private static final int MOST_BYTES = 8192;

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Listener(Process process) {
            super("ranker-trial-report");
            this.process = process;
            setDaemon(true);
        }

        @Override
        public void run() {
            var line = new ByteArrayOutputStream();
            try (var in = new BufferedInputStream(process.getInputStream())) {
                int read = in.read();
                for (int n = 0; read >= 0 && n < MOST_BYTES; n++) {
                    if (read == '\n') {
                        lines.add(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else {
                        line.write(read);
                    }
                    read = in.read();
                }
            } catch (IOException e) {
                LOG.debug("The process that tried a ranker has ended", e);
            }
        }
    }

    /** Hands the ranker over; a thread of its own, as a process that does not read would hold it. */
    private static final class Feeder extends Thread {

        private final Process process;
        private final byte[] onnx;

        Feeder(Process process, byte[] onnx) {
            super("ranker-trial-feed");
            this.process = process;
            this.onnx = onnx;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (var out = new DataOutputStream(process.getOutputStream())) {
                out.writeInt(onnx.length);
                out.write(onnx);
            } catch (IOException e) {
                LOG.debug("The process that tried a ranker has ended", e);
            }
        }
    }
}
