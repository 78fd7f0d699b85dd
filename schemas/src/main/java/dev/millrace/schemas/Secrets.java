package dev.millrace.schemas;

import java.util.regex.Pattern;

/** Keeps secrets out of logs and messages: the one place that knows what must be hidden. */
public final class Secrets {

    private static final String HIDDEN = "****";
    private static final Pattern KEYS = Pattern.compile(
            "password|passwd|passphrase|secret|token(?!\\.endpoint)|user\\.info|jaas|[._]key$|credential|api[._-]?key|private",
            Pattern.CASE_INSENSITIVE);
    /** Up to the last at-sign before the path, since a password may hold one; with or without a scheme before it. */
    private static final Pattern USER = Pattern.compile("(?<=://|^|[\\s,'\"(])[^/\\s,'\"(]+@");

    private Secrets() {}

    /** The value as it may be shown: hidden when the key tells of a secret, without {@code user:password@} in URLs. */
    public static String masked(String key, String value) {
        if (key.endsWith("credentials.source")) {
            return withoutUser(value); // names where credentials come from
        }
        return KEYS.matcher(key).find() ? HIDDEN : withoutUser(value);
    }

    /** Any text, without {@code user:password@} in the URLs in it. */
    public static String withoutUser(String text) {
        return USER.matcher(text).replaceAll(HIDDEN + "@");
    }
}
