package dev.millrace.shell;

/** A setting is missing, unknown or unusable; the message names it and says what would be right. Exit code 2. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
