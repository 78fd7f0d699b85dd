package dev.millrace.shell;

/** Something outside is not as the app needs it; the message says what, without a stack trace. Exit code 1. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
