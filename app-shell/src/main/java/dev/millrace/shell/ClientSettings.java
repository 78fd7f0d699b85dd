package dev.millrace.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of plain Kafka clients, cut from what {@code bootstrap.servers} and {@code kafka.*} say. */
final class ClientSettings {

    private final Settings settings;

    ClientSettings(Settings settings) {
        this.settings = settings;
    }

    Map<String, Object> consumer() {
        Map<String, Object> config = common(ConsumerConfig.configNames(), "consumer.");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return config;
    }

    Map<String, Object> producer() {
        Map<String, Object> config = common(ProducerConfig.configNames(), "producer.");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        return config;
    }

    Map<String, Object> admin() {
        return common(AdminClientConfig.configNames(), "admin.");
    }

    private Map<String, Object> common(Set<String> names, String prefix) {
        var config = new HashMap<String, Object>();
        settings.kafka().forEach((key, value) -> {
            if (names.contains(key)) {
                config.put(key, value);
            }
        });
        settings.kafka().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                config.put(key.substring(prefix.length()), value);
            }
        });
        config.put("bootstrap.servers", settings.text("bootstrap.servers"));
        return config;
    }
}
