package dev.millrace.cli.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Ids as they must be written in commands and addresses, so that what is printed works as it is printed. */
public final class Printed {

    private static final Pattern PLAIN =
            Pattern.compile("[\\w@%+:,./][\\w@%+=:,./-]*", Pattern.UNICODE_CHARACTER_CLASS);

    private Printed() {}

    /** One word of a POSIX shell. An option would be taken for one even in quotes, so what begins with - follows --. */
    public static String word(String text) {
        String quoted = PLAIN.matcher(text).matches()
                        || text.startsWith("-") && PLAIN.matcher("x" + text).matches()
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
        return text.startsWith("-") ? "-- " + quoted : quoted;
    }

    /** One segment of an address's path. */
    public static String segment(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        // A segment of dots alone would be resolved away.
        return encoded.matches("\\.{1,2}") ? encoded.replace(".", "%2E") : encoded;
    }
}
