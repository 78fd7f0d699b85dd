package dev.millrace.shell;

import dev.millrace.schemas.registry.RegistryException;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends records on which processing failed to the dead letter topic and goes on, until there are too many of them. A
 * registry that cannot be asked is no fault of the record: then the app stops.
 */
public final class CountedBugs implements ProcessingExceptionHandler {

    private final LogAndContinueProcessingExceptionHandler failed = new LogAndContinueProcessingExceptionHandler();
    private @Nullable DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        failed.configure(configs);
        deadLetters = DeadLetters.from(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (isRegistryAtFault(exception)) {
            return Response.fail();
        }
        Response response = failed.handleError(context, record, exception);
        return deadLetters == null || deadLetters.admitFailed() ? response : Response.fail();
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
