package dev.millrace.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A main class in a JVM of its own, on the class path of the running test, so that it can be killed. Standard output
 * and error go to one file that failure messages quote from.
 */
public final class AppProcess implements AutoCloseable {

    private static final int QUOTED_CHARACTERS = 4_000;

    private final Process process;
    private final Path log;
    private final String name;

    private AppProcess(Process process, Path log, String name) {
        this.process = process;
        this.log = log;
        this.name = name;
    }

    /** @param environment added to that of this JVM, such as {@code MILLRACE_…} settings */
    public static AppProcess start(Class<?> main, Map<String, String> environment, String... args) {
        return start(main, List.of("-Xmx256m"), environment, args);
    }

    /** @param jvmOptions such as {@code -Xmx512m} */
    public static AppProcess start(
            Class<?> main, List<String> jvmOptions, Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add(main.getName());
        command.addAll(List.of(args));
        try {
            Path log = Files.createTempFile(main.getSimpleName(), ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // Not as -cp: ONNX Runtime 1.29.0 crashes while it loads in a process whose command line exceeds 3.8 KB.
            builder.environment().put("CLASSPATH", classPath());
            builder.environment().putAll(environment);
            return new AppProcess(builder.start(), log, main.getSimpleName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries one by one: Surefire may hand them over in the manifest of one jar. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    /** Like {@code kill -9}: nothing is flushed, closed or said goodbye to. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    /** Asks for an orderly stop, like {@code kill}. */
    public void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** @return the exit code */
    public int awaitExit(Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(name + " still runs after " + patience.toSeconds() + " s" + tail());
    }

    /**
     * Waits until the process has printed the text.
     *
     * @return the first line with it
     */
    public String awaitOutput(String text, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean alive = process.isAlive(); // asked before reading: the last words of a dying process count
            var line =
                    output().lines().filter(printed -> printed.contains(text)).findFirst();
            if (line.isPresent()) {
                return line.get();
            }
            if (!alive) {
                throw new AssertionError(
                        name + " ended with " + process.exitValue() + " before it printed '" + text + "'" + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        name + " did not print '" + text + "' within " + patience.toSeconds() + " s" + tail());
            }
            pause();
        }
    }

    private void pause() {
        try {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + name, e);
        }
    }

    /** Everything printed so far. */
    public String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        String output = output();
        return "; it printed:\n" + output.substring(Math.max(0, output.length() - QUOTED_CHARACTERS));
    }

    /** Kills the process if it still runs and removes its log. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
