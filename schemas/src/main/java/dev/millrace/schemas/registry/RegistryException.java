package dev.millrace.schemas.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A schema registry refused a request or could not be asked. */
public final class RegistryException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, and so what may be done about it. */
    public enum Kind {
        /** No answer, or the server's own fault, for longer than the time limit: worth a retry from outside. */
        UNAVAILABLE,
        /** Credentials are missing, wrong or not sufficient. */
        UNAUTHORIZED,
        /** No such subject, version or id. */
        NOT_FOUND,
        /** The subject's compatibility level does not admit the schema. */
        INCOMPATIBLE,
        /** The registry does not accept the request, such as an invalid schema. */
        INVALID,
        /** A subject that we write to lacks our schema, or does not admit it. */
        UNWRITABLE,
        /** The answer is not what a schema registry says: the address is probably not one. */
        GARBAGE
    }

    private final Kind kind;

    public RegistryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public RegistryException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the data may be fine and only the registry is not: such a record is no dead letter. */
    public boolean isRegistryAtFault() {
        return kind == Kind.UNAVAILABLE || kind == Kind.UNAUTHORIZED || kind == Kind.GARBAGE || kind == Kind.UNWRITABLE;
    }

    /** The registry's failure among the causes of another one; null when there is none. */
    public static @Nullable RegistryException in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException registry) {
                return registry;
            }
        }
        return null;
    }

    /** Whether a failure goes back to the registry and not to the data, see {@link #isRegistryAtFault()}. */
    public static boolean isRegistryAtFault(@Nullable Throwable failure) {
        RegistryException registry = in(failure);
        return registry != null && registry.isRegistryAtFault();
    }
}
