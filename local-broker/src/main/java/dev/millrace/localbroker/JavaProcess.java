package dev.millrace.localbroker;

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
 * A main class in a JVM of its own, on the class path of this one, so that it can be killed. Standard output and error
 * go to one file that failure messages quote from.
 */
public final class JavaProcess implements AutoCloseable {

    private static final int QUOTED_CHARACTERS = 4_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Process process;
    private final Path log;
    private final String name;

    private JavaProcess(Process process, Path log, String name) {
        this.process = process;
        this.log = log;
        this.name = name;
    }

    /** @param environment added to that of this JVM, such as {@code MILLRACE_…} settings */
    public static JavaProcess start(Class<?> main, Map<String, String> environment, String... args) {
        return start(main, List.of("-Xmx256m"), environment, args);
    }

    /** @param jvmOptions such as {@code -Xmx512m} */
    public static JavaProcess start(
            Class<?> main, List<String> jvmOptions, Map<String, String> environment, String... args) {
        try {
            List<String> command = new ArrayList<>(List.of(tool("java")));
            command.addAll(jvmOptions);
            Path log = Files.createTempFile(main.getSimpleName(), ".log");
            return start(main.getSimpleName(), command, main, environment, log, args);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same with more to choose.
     *
     * @param name what messages call it
     * @param java the program with its options, and whatever starts that
     * @param log of all it prints, appended to
     */
    public static JavaProcess start(
            String name, List<String> java, Class<?> main, Map<String, String> environment, Path log, String... args) {
        List<String> command = new ArrayList<>(java);
        command.add(main.getName());
        command.addAll(List.of(args));
        try {
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // Not as -cp: ONNX Runtime 1.29.0 crashes while it loads in a process whose command line exceeds 3.8 KB.
            builder.environment().put("CLASSPATH", classPath());
            builder.environment().putAll(environment);
            return new JavaProcess(builder.start(), log, name);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    /** A program of the JDK that runs this. */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
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

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** @return the exit code */
    public int awaitExit(Duration patience) {
        if (endsWithin(patience)) {
            return process.exitValue();
        }
        throw new IllegalStateException(name + " still runs after " + patience.toSeconds() + " s" + tail());
    }

    /** Waits for the end, but no longer than that. */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Throws with the end of what it printed when it has ended. */
    public void check() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + tail());
        }
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
                throw new IllegalStateException(
                        name + " ended with " + process.exitValue() + " before it printed '" + text + "'" + tail());
            }
            if (Thread.currentThread().isInterrupted() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        name + " did not print '" + text + "' within " + patience.toSeconds() + " s" + tail());
            }
            endsWithin(LOOK_EVERY);
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

    /** The end of what it printed, for messages. */
    public String tail() {
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
