package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Lets UTF-8 pass and ends with the place of the first byte that is none. Java's own decoder would put one and the same
 * sign for every such byte, so that different ids became one.
 */
final class Utf8Check extends FilterInputStream {

    private final String name;
    private long position;
    private long line = 1;
    private int expected;
    private int lead;
    private long leadPosition;
    private int lowest = 0x80;
    private int highest = 0xBF;

    Utf8Check(String name, InputStream bytes) {
        super(bytes);
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            check(b);
        } else {
            end();
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = 0; i < count; i++) {
            check(buffer[offset + i] & 0xFF);
        }
        if (count < 0) {
            end();
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check(int b) {
        if (expected > 0) {
            if (b < lowest || b > highest) {
                throw refused(lead, leadPosition);
            }
            expected--;
            lowest = 0x80;
            highest = 0xBF;
        } else if (b >= 0x80) {
            begin(b);
        } else if (b == '\n') {
            line++;
        }
        position++;
    }

    /** Table 3-7 of the Unicode standard: neither overlong forms nor surrogates nor what lies beyond. */
    private void begin(int b) {
        if (b >= 0xC2 && b <= 0xDF) {
            expected = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            expected = 2;
            lowest = b == 0xE0 ? 0xA0 : 0x80;
            highest = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            expected = 3;
            lowest = b == 0xF0 ? 0x90 : 0x80;
            highest = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            throw refused(b, position);
        }
        lead = b;
        leadPosition = position;
    }

    private void end() {
        if (expected > 0) {
            throw CommandFailure.badInput(name + " ends in the middle of a character; is it the whole file?");
        }
    }

    private CommandFailure refused(int b, long at) {
        return CommandFailure.badInput(String.format(
                Locale.ROOT,
                "%s is not UTF-8: byte 0x%02X at position %,d (line %,d); --encoding says what it is, such as"
                        + " windows-1252 or ISO-8859-1",
                name,
                b,
                at,
                line));
    }
}
