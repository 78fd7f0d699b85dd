package dev.millrace.shell;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Settings of plain Kafka clients, out of those of an app. */
public final class KafkaClients {

    private static final Set<String> CLIENT_KEYS = AdminClientConfig.configNames();

    private KafkaClients() {}

    /**
     * Brokers, security and whatever else any client understands; settings of Streams, producers, consumers stay out.
     */
    public static Map<String, Object> of(Settings settings) {
        var client = new TreeMap<String, Object>();
        settings.kafka().forEach((key, value) -> {
            if (CLIENT_KEYS.contains(key)) {
                client.put(key, value);
            }
        });
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.text("bootstrap.servers"));
        return client;
    }
}
