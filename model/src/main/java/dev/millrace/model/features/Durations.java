package dev.millrace.model.features;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in features.yaml: a whole number and one of s, m, h, d. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

    private Durations() {}

    /** @throws IllegalArgumentException naming the entry, the text and the right form */
    static long parseMs(String entry, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "features.yaml: " + entry + " must be a duration such as 6h or 30d, was '" + text + "'");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "s" -> 1_000L;
                    case "m" -> 60_000L;
                    case "h" -> 3_600_000L;
                    default -> 86_400_000L;
                };
        return Long.parseLong(matcher.group(1)) * unit;
    }
}
