package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Files, or standard input, of JSON lines, for who takes line by line. */
public final class InputFiles {

    private InputFiles() {}

    /** One line of a file. */
    public interface EachLine {
        void accept(long number, String line);
    }

    /** Whether the file begins with JSON. */
    public static boolean isJson(Path file, ReadingSettings settings) {
        try {
            return EventFile.isJson(new TextFile(file, settings.encoding()));
        } catch (IOException e) {
            throw TextFile.unreadable(file.toString(), e);
        }
    }

    /** Hands over all lines from the first that is wanted, blank ones left out; {@code -} is standard input. */
    public static void lines(String file, ReadingSettings settings, EachLine each) {
        try (BufferedReader lines =
                file.equals("-") ? standardInput() : new TextFile(Path.of(file), settings.encoding()).open()) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String bare = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!bare.isBlank() && number >= settings.fromLine()) {
                    each.accept(number, bare);
                }
            }
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    /** Not looked at in advance: what is written there one by one has to go on one by one. */
    private static BufferedReader standardInput() {
        return new BufferedReader(
                new InputStreamReader(new Utf8Check("standard input", System.in), StandardCharsets.UTF_8.newDecoder()));
    }

    /** The failure of one line, by its number. */
    public static CommandFailure ofLine(String file, long line, String sentence) {
        return CommandFailure.badInput(
                (file.equals("-") ? "standard input" : file) + ", line " + line + ": " + sentence);
    }
}
