package dev.millrace.cli.input;

import java.util.List;

/** Takes one row apart, RFC 4180: a field that begins with a quote goes on to the next single quote. */
final class Fields {

    private Fields() {}

    /** What came of it. */
    enum Outcome {
        WHOLE,
        /** The text ends within quotes. */
        OPEN,
        /** Something stands between a closing quote and the separator. */
        BAD
    }

    static Outcome split(String row, String separator, List<String> into) {
        if (row.indexOf('"') < 0) {
            splitPlain(row, separator, into);
            return Outcome.WHOLE;
        }
        into.clear();
        int at = 0;
        while (true) {
            if (at < row.length() && row.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                int end = quoted(row, at + 1, field);
                if (end < 0) {
                    return Outcome.OPEN;
                }
                into.add(field.toString());
                if (end == row.length()) {
                    return Outcome.WHOLE;
                }
                if (!row.startsWith(separator, end)) {
                    return Outcome.BAD;
                }
                at = end + separator.length();
            } else {
                int end = row.indexOf(separator, at);
                into.add(row.substring(at, end < 0 ? row.length() : end));
                if (end < 0) {
                    return Outcome.WHOLE;
                }
                at = end + separator.length();
            }
        }
    }

    static void splitPlain(String row, String separator, List<String> into) {
        into.clear();
        int from = 0;
        for (int end = row.indexOf(separator); end >= 0; end = row.indexOf(separator, from)) {
            into.add(row.substring(from, end));
            from = end + separator.length();
        }
        into.add(row.substring(from));
    }

    /** Where the field ends, behind its closing quote; negative when there is none. */
    private static int quoted(String row, int from, StringBuilder field) {
        int at = from;
        while (true) {
            int quote = row.indexOf('"', at);
            if (quote < 0) {
                return -1;
            }
            field.append(row, at, quote);
            if (quote + 1 < row.length() && row.charAt(quote + 1) == '"') {
                field.append('"');
                at = quote + 2;
            } else {
                return quote + 1;
            }
        }
    }
}
