package dev.millrace.shell;

/** A setting that cannot be used; the message names the key, its value and what would be right. Exit code 2. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
