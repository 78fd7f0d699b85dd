package dev.millrace.shell;

/** Something around the app is not as it must be: no broker, a missing topic, no registry. Exit code 1. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
