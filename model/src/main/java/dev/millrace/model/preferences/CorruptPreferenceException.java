package dev.millrace.model.preferences;

/** Stored bytes that are no preference, or one in a format that this release does not read. */
public final class CorruptPreferenceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CorruptPreferenceException(String message) {
        super(message);
    }
}
