package dev.millrace.schemas;

import dev.millrace.schemas.registry.RegistryException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sends records that cannot be read to the dead letter topic and goes on, unless the schema registry is to blame.
 *
 * <p>When the registry cannot be asked, nothing is known about the record; to go on would turn every good record into a
 * dead letter for as long as the registry is away. The client stops instead and its supervisor starts it again.
 */
public final class DeadLetterUnreadable implements DeserializationExceptionHandler {

    private final LogAndContinueExceptionHandler unreadable = new LogAndContinueExceptionHandler();

    @Override
    public void configure(Map<String, ?> configs) {
        unreadable.configure(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return isRegistryAtFault(exception) ? Response.fail() : unreadable.handleError(context, record, exception);
    }

    private static boolean isRegistryAtFault(@Nullable Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException registry) {
                return registry.isRegistryAtFault();
            }
        }
        return false;
    }
}
