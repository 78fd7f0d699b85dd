package dev.millrace.publisher;

import java.util.Locale;

/** Why an answer may not be the user's newest list. */
enum Degraded {
    /** The list comes from a standby's copy, since the instance that the user belongs to does not answer. */
    OLDER_COPY,
    /** Nobody who answers has a copy: the list is what is trending. */
    NO_COPY;

    /** As JSON and meters write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
