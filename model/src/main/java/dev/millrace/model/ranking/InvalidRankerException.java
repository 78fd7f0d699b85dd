package dev.millrace.model.ranking;

/** Bytes that are no usable ranker; the message says why. */
public final class InvalidRankerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean tooSlow;

    InvalidRankerException(String message) {
        this(message, false);
    }

    private InvalidRankerException(String message, boolean tooSlow) {
        super(message);
        this.tooSlow = tooSlow;
    }

    InvalidRankerException(String message, Throwable cause) {
        super(message, cause);
        this.tooSlow = false;
    }

    static InvalidRankerException tooSlow(int rows) {
        return new InvalidRankerException(
                "the ranker takes more than " + RankDeadline.LIMIT.toMillis() + " ms for " + rows + " rows", true);
    }

    /** Whether it was stopped because it took too long. */
    boolean tooSlow() {
        return tooSlow;
    }
}
