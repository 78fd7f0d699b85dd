package dev.millrace.topologies.scoring.models;

/** A model that cannot serve; the message says why. The models in service stay. */
final class ModelRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final RefusalReason reason;

    ModelRefusedException(RefusalReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ModelRefusedException(RefusalReason reason, Throwable cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    RefusalReason reason() {
        return reason;
    }
}
