package dev.millrace.localbroker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How to run a {@link LocalBroker}.
 *
 * @param dataDir where the broker keeps everything; created when missing, reused when a broker ran there before
 * @param port of the listener on the loopback interface, 0 to 65535; 0: any free one
 * @param overrides broker settings by Kafka's own names; they win over those of {@link LocalBroker}
 */
public record LocalBrokerSettings(Path dataDir, int port, Map<String, String> overrides) {

    public LocalBrokerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The broker's port must be 0 to 65535, was " + port);
        }
        dataDir = dataDir.toAbsolutePath();
        overrides = Map.copyOf(overrides);
    }

    /** A broker on any free port. */
    public static LocalBrokerSettings in(Path dataDir) {
        return new LocalBrokerSettings(dataDir, 0, Map.of());
    }

    public LocalBrokerSettings onPort(int newPort) {
        return new LocalBrokerSettings(dataDir, newPort, overrides);
    }

    public LocalBrokerSettings with(String setting, String value) {
        var more = new HashMap<>(overrides);
        more.put(setting, value);
        return new LocalBrokerSettings(dataDir, port, more);
    }
}
