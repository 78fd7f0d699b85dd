package dev.millrace.training.pipeline;

/** There are too few events to train on; the message says how many there are. */
public final class TooLittleDataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TooLittleDataException(String message) {
        super(message);
    }
}
