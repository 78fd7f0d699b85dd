package dev.millrace.shell;

import java.util.regex.Pattern;

/** Keeps secrets out of logs and messages. */
final class Secrets {

    private static final Pattern KEYS =
            Pattern.compile("password|secret|token|user\\.info|jaas|\\.key$|credentials", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

    private Secrets() {}

    /** The value as it may be shown: hidden when the key tells of a secret, without {@code user:password@} in URLs. */
    static String masked(String key, String value) {
        if (key.endsWith("credentials.source")) {
            return value; // names where credentials come from
        }
        return KEYS.matcher(key).find() ? "****" : USER_INFO.matcher(value).replaceAll("****@");
    }
}
