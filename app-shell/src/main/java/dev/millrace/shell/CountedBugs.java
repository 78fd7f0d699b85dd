package dev.millrace.shell;

import dev.millrace.schemas.DeadLetterFailed;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends records on which processing failed to the dead letter topic and goes on, until there are too many of them. */
public final class CountedBugs implements ProcessingExceptionHandler {

    private final DeadLetterFailed failed = new DeadLetterFailed();
    private @Nullable DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        failed.configure(configs);
        deadLetters = DeadLetters.from(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        Response response = failed.handleError(context, record, exception);
        if (response.result() == Result.RESUME && deadLetters != null && !deadLetters.admitFailed(context)) {
            return Response.fail();
        }
        return response;
    }
}
