package dev.millrace.training;

import dev.millrace.schemas.Topics;
import java.util.Map;

/**
 * Where the pipeline's topics are.
 *
 * @param client settings of a Kafka client: {@code bootstrap.servers}, security
 */
public record KafkaAccess(Topics topics, Map<String, Object> client) {

    public KafkaAccess {
        client = Map.copyOf(client);
    }
}
