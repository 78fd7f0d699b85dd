package dev.millrace.model.bundle;

/** Files or chunks that are no usable model; the message says which and why. The model in service stays. */
public final class InvalidBundleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidBundleException(String message) {
        super(message);
    }

    InvalidBundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
