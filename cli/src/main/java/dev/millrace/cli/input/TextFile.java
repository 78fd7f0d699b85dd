package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A text file, plain or gzipped (told by its first bytes, not its name), whose encoding is known or refused. It can be
 * opened any number of times, a pipe too.
 */
final class TextFile {

    private static final int SAMPLE = 8192;
    private static final int BUFFER = 1 << 16;
    private static final int BOM = 0xFEFF;

    private final Path path;
    private final @Nullable Charset told;
    private byte @Nullable [] piped;

    /** @param told the encoding; null: to be found out */
    TextFile(Path path, @Nullable Charset told) {
        this.path = path;
        this.told = told;
        if (Files.isDirectory(path)) {
            throw CommandFailure.badInput(path + " is a directory, not a file");
        }
        if (!Files.exists(path)) {
            throw CommandFailure.badInput("there is no file " + path);
        }
    }

    Path path() {
        return path;
    }

    /** A reader at the beginning of the text, byte-order mark skipped. */
    BufferedReader open() {
        try {
            InputStream bytes = bytes();
            try {
                return reader(bytes);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    /** The failure for a file that breaks off or cannot be read. */
    static CommandFailure unreadable(String name, IOException cause) {
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return CommandFailure.badInput(name + " is not a whole gzip file; was it copied to its end?", cause);
        }
        if (cause instanceof CharacterCodingException) {
            return CommandFailure.badInput(
                    name + " is not in the encoding that --encoding or its byte-order mark says", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return CommandFailure.badInput(name + " cannot be read: permission denied", cause);
        }
        return CommandFailure.badInput(name + " cannot be read: " + cause.getMessage(), cause);
    }

    private InputStream bytes() throws IOException {
        if (Files.isRegularFile(path)) {
            return new BufferedInputStream(Files.newInputStream(path), BUFFER);
        }
        if (piped == null) {
            piped = Files.readAllBytes(path);
        }
        return new ByteArrayInputStream(piped);
    }

    private BufferedReader reader(InputStream raw) throws IOException {
        InputStream bytes = raw;
        byte[] head = peek(bytes);
        if (begins(head, 0x1F, 0x8B)) {
            bytes = new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER);
            head = peek(bytes);
        }
        if (head.length == 0) {
            throw CommandFailure.badInput(path + " is empty");
        }
        Charset charset = told == null ? byMark(head) : told;
        if (charset.name().startsWith("UTF-16")) {
            return unmarked(new BufferedReader(new InputStreamReader(bytes, charset.newDecoder()), BUFFER));
        }
        refuseWhatIsNotText(head);
        if (charset.equals(StandardCharsets.UTF_8)) {
            bytes = new Utf8Check(path.toString(), bytes);
        }
        return unmarked(new BufferedReader(new InputStreamReader(bytes, charset.newDecoder()), BUFFER));
    }

    private static Charset byMark(byte[] head) {
        if (begins(head, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        return begins(head, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    private static BufferedReader unmarked(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BOM) {
            text.reset();
        }
        return text;
    }

    private static byte[] peek(InputStream bytes) throws IOException {
        bytes.mark(SAMPLE);
        byte[] sample = bytes.readNBytes(SAMPLE);
        bytes.reset();
        return sample;
    }

    private static boolean begins(byte[] head, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private void refuseWhatIsNotText(byte[] sample) {
        if (begins(sample, 'P', 'K', 3, 4)) {
            throw CommandFailure.badInput(
                    path + " is a spreadsheet or a zip archive, not text: save it as CSV, or unpack it first");
        }
        if (begins(sample, 'P', 'A', 'R', '1')) {
            throw CommandFailure.badInput(path + " is a Parquet file: write it as CSV or JSON lines first");
        }
        if (begins(sample, 'B', 'Z', 'h')
                || begins(sample, 0xFD, '7', 'z', 'X', 'Z')
                || begins(sample, 0x28, 0xB5, 0x2F, 0xFD)) {
            throw CommandFailure.badInput(path + " is packed in another way than gzip: unpack it first");
        }
        int control = 0;
        int zeros = 0;
        for (byte b : sample) {
            zeros += b == 0 ? 1 : 0;
            control += b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' ? 1 : 0;
        }
        if (zeros * 4 > sample.length) {
            throw CommandFailure.badInput(path + " is not a CSV file: it holds binary data, or UTF-16 without a"
                    + " byte-order mark (--encoding UTF-16LE)");
        }
        if (zeros > 0 || control * 20 > sample.length) {
            throw CommandFailure.badInput(path + " is not a CSV file: it holds binary data");
        }
    }
}
