package dev.millrace.cli.input;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file with separators, one after the other. A quoted field may go over several lines; a quote that never
 * closes costs its own line and nothing after it.
 */
final class Rows implements Closeable {

    /** A field of more lines than this is a quote that somebody forgot. */
    private static final int MOST_LINES = 64;

    private static final int MOST_CHARACTERS = 1 << 16;

    private final BufferedReader text;
    private final ArrayDeque<String> ahead = new ArrayDeque<>();
    private final List<String> fields = new ArrayList<>();
    private String separator = ",";
    private int expected;
    private long nextLine = 1;
    private long line;
    private @Nullable RowProblem problem;

    Rows(BufferedReader text) {
        this.text = text;
    }

    /** How rows are taken apart from here on. */
    void expect(String fieldSeparator, int fieldCount) {
        this.separator = fieldSeparator;
        this.expected = fieldCount;
    }

    /** The next line that is not blank, as it stands; null at the end. */
    @Nullable
    String nextLine() throws IOException {
        String found = take();
        while (found != null && found.isBlank()) {
            found = take();
        }
        line = nextLine - 1;
        return found;
    }

    /** Makes the line the next one again. */
    void putBack(String taken) {
        ahead.addFirst(taken);
        nextLine--;
    }

    /** Goes to the next row; false at the end. */
    boolean next() throws IOException {
        String row = nextLine();
        if (row == null) {
            return false;
        }
        problem = null;
        switch (Fields.split(row, separator, fields)) {
            case BAD -> quotesThatAreNone(row);
            case OPEN -> goOn(row);
            case WHOLE -> {}
        }
        if (problem == null && fields.size() != expected) {
            problem = RowProblem.WRONG_FIELD_COUNT;
        }
        return true;
    }

    /** Of the current row; meaningless where it has a problem. */
    List<String> fields() {
        return fields;
    }

    /** Why the current row cannot be taken apart; null when it can. */
    @Nullable
    RowProblem problem() {
        return problem;
    }

    /** Of the current row's beginning, the first line of the file being 1. */
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private void goOn(String row) throws IOException {
        StringBuilder joined = new StringBuilder(row);
        int lines = 0;
        for (; lines < MOST_LINES && joined.length() < MOST_CHARACTERS; lines++) {
            String more = peek(lines);
            if (more == null) {
                break;
            }
            joined.append('\n').append(more);
            if (more.indexOf('"') < 0) {
                continue;
            }
            Fields.Outcome outcome = Fields.split(joined.toString(), separator, fields);
            if (outcome == Fields.Outcome.WHOLE && fields.size() == expected) {
                for (int i = 0; i <= lines; i++) {
                    take();
                }
                return;
            }
            if (outcome != Fields.Outcome.OPEN) {
                break;
            }
        }
        quotesThatAreNone(row);
    }

    /** Tab-separated and the like often do not quote at all: there a quote is a sign like any other. */
    private void quotesThatAreNone(String row) {
        if (separator.equals("\t") || separator.length() > 1) {
            Fields.splitPlain(row, separator, fields);
        } else {
            problem = RowProblem.UNCLOSED_QUOTE;
        }
    }

    private @Nullable String take() throws IOException {
        String found = ahead.isEmpty() ? text.readLine() : ahead.removeFirst();
        if (found != null) {
            nextLine++;
        }
        return found;
    }

    private @Nullable String peek(int lines) throws IOException {
        while (ahead.size() <= lines) {
            String more = text.readLine();
            if (more == null) {
                return null;
            }
            ahead.addLast(more);
        }
        Iterator<String> lookedAt = ahead.iterator();
        for (int i = 0; i < lines; i++) {
            lookedAt.next();
        }
        return lookedAt.next();
    }
}
