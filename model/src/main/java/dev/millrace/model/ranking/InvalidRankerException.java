package dev.millrace.model.ranking;

/** Bytes that are no usable ranker; the message says why. */
public final class InvalidRankerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidRankerException(String message) {
        super(message);
    }

    InvalidRankerException(String message, Throwable cause) {
        super(message, cause);
    }
}
