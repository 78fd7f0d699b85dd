package dev.millrace.schemas;

import org.apache.kafka.common.KafkaException;

/** So much cannot be read or processed that it is no fault of single records: the app has to stop. */
public final class TooManyFaultsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public TooManyFaultsException(String message, Throwable cause) {
        super(message, cause);
    }
}
