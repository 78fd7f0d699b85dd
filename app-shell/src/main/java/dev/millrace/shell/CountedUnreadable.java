package dev.millrace.shell;

import dev.millrace.schemas.DeadLetterUnreadable;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** Sends unreadable records to the dead letter topic and goes on, until there are too many of them. */
public final class CountedUnreadable implements DeserializationExceptionHandler {

    private final DeadLetterUnreadable unreadable = new DeadLetterUnreadable();
    private @Nullable DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        unreadable.configure(configs);
        deadLetters = DeadLetters.from(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Response response = unreadable.handleError(context, record, exception);
        if (response.result() == Result.RESUME && deadLetters != null && !deadLetters.admitUnreadable(context)) {
            return Response.fail();
        }
        return response;
    }
}
