package dev.millrace.schemas;

import dev.millrace.schemas.registry.RegistryException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records that cannot be read to the dead letter topic and goes on, unless the schema registry is to blame.
 *
 * <p>When the registry cannot be asked, nothing is known about the record; to go on would turn every good record into a
 * dead letter for as long as the registry is away. The client stops instead and its supervisor starts it again.
 */
public final class DeadLetterUnreadable implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterUnreadable.class);

    private @Nullable String queue;

    @Override
    public void configure(Map<String, ?> configs) {
        queue = (String) configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (RegistryException.isRegistryAtFault(exception)) {
            return Response.fail();
        }
        LOG.warn(
                "{}-{}@{} cannot be read: {}",
                context.topic(),
                context.partition(),
                context.offset(),
                exception.getMessage());
        LOG.debug("Why it cannot be read", exception);
        return queue == null
                ? Response.resume()
                : Response.resume(List.of(DeadLetters.of(queue, context, record.key(), record.value(), exception)));
    }
}
