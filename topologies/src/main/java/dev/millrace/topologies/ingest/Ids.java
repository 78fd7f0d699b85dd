package dev.millrace.topologies.ingest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rules for ids, shared by every kind of record. */
final class Ids {

    /** Ids become keys of topics and stores on every instance, so their length is bounded. */
    static final int LONGEST = 256;

    private static final int SHOWN = 64;

    private Ids() {}

    /** @return null when the id may pass */
    static @Nullable Screening objection(String field, @Nullable String id, Reason ifMissing) {
        if (id == null || id.isBlank()) {
            return Screening.refused(ifMissing, field + " is missing or blank");
        }
        return tooLong(field, id);
    }

    static @Nullable Screening tooLong(String field, @Nullable String id) {
        return id == null || fits(id, LONGEST)
                ? null
                : Screening.refused(
                        Reason.ID_TOO_LONG,
                        field + " must have at most " + LONGEST + " bytes in UTF-8, was " + shown(id));
    }

    /**
     * Whether the text has at most so many bytes in UTF-8; encodes only what is neither surely short nor surely long.
     */
    static boolean fits(String text, int bytes) {
        int length = text.length();
        return 3L * length <= bytes || length <= bytes && text.getBytes(StandardCharsets.UTF_8).length <= bytes;
    }

    /** The value as it may stand in a message: quoted, and cut when it is long. */
    static String shown(String text) {
        return text.length() <= SHOWN
                ? "'" + text + "'"
                : "'" + text.substring(0, SHOWN) + "…' (" + text.length() + " characters)";
    }
}
