package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens a text file, plain or gzipped (told by its first bytes, not its name), and refuses what cannot be text. */
final class TextFile {

    private static final int SAMPLE = 8192;
    private static final int GZIP_MAGIC = 0x1f8b;

    private TextFile() {}

    /** A reader at the beginning of the file, byte-order mark skipped. */
    static BufferedReader open(Path file) {
        if (Files.isDirectory(file)) {
            throw CommandFailure.badInput(file + " is a directory, not a file");
        }
        if (!Files.exists(file)) {
            throw CommandFailure.badInput("there is no file " + file);
        }
        try {
            return openExisting(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The failure for a file that breaks off or cannot be read. */
    static CommandFailure unreadable(Path file, IOException cause) {
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return CommandFailure.badInput(file + " is not a whole gzip file: " + cause.getMessage(), cause);
        }
        return CommandFailure.badInput(file + " cannot be read: " + cause.getMessage(), cause);
    }

    private static BufferedReader openExisting(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            if (isGzip(bytes)) {
                bytes = new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16), 1 << 16);
            }
            refuseWhatIsNotText(file, bytes);
            BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            return text;
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static boolean isGzip(InputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC;
    }

    private static void refuseWhatIsNotText(Path file, InputStream bytes) throws IOException {
        bytes.mark(SAMPLE);
        byte[] sample = bytes.readNBytes(SAMPLE);
        bytes.reset();
        if (sample.length == 0) {
            throw CommandFailure.badInput(file + " is empty");
        }
        int control = 0;
        for (byte b : sample) {
            if (b == 0) {
                throw CommandFailure.badInput(file + " is not a CSV file: it holds binary data");
            }
            control += b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' ? 1 : 0;
        }
        if (control * 20 > sample.length) {
            throw CommandFailure.badInput(file + " is not a CSV file: it holds binary data");
        }
    }
}
