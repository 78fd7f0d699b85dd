package dev.millrace.schemas;

import dev.millrace.schemas.registry.RegistryException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records on which processing failed to the dead letter topic and goes on, if the record is to blame and nothing
 * of it has been kept.
 *
 * <p>What a processor wrote before an exception stays written when Kafka Streams goes on after it: half of the record
 * would count, and its replay would meet that half. The client stops instead, the transaction with the half is aborted,
 * and the record is read again. It stops as well on failures of Kafka's, a store or the registry: a sink that cannot
 * write loses one record after the other.
 */
public final class DeadLetterFailed implements ProcessingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterFailed.class);

    private @Nullable String queue;

    @Override
    public void configure(Map<String, ?> configs) {
        queue = (String) configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!isOfRecord(exception)) {
            return Response.fail();
        }
        if (isHalfWritten(context, record)) {
            LOG.error(
                    "{} failed on {}-{}@{} after it had written something of it: stopping, so that none of it counts",
                    context.processorNodeId(),
                    context.topic(),
                    context.partition(),
                    context.offset());
            return Response.fail();
        }
        LOG.warn(
                "{} failed on {}-{}@{}",
                context.processorNodeId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception);
        return queue == null || context.topic() == null
                ? Response.resume()
                : Response.resume(List.of(
                        DeadLetters.of(queue, context, context.sourceRawKey(), context.sourceRawValue(), exception)));
    }

    /** Whether the failure may be due to what the record says. */
    private static boolean isOfRecord(Exception exception) {
        if (RegistryException.isRegistryAtFault(exception)) {
            return false;
        }
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException
                    && !(cause instanceof SerializationException)
                    && !(cause instanceof RegistryException)) {
                return false; // of a sink, a store or a client
            }
        }
        return true;
    }

    /** Kafka Streams lets go of a record's bytes as soon as something is sent because of it, to a changelog too. */
    private static boolean isHalfWritten(ErrorHandlerContext context, Record<?, ?> record) {
        return context.topic() != null
                && context.sourceRawKey() == null
                && context.sourceRawValue() == null
                && (record.key() != null || record.value() != null);
    }
}
