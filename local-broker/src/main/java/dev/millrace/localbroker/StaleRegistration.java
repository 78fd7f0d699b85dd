package dev.millrace.localbroker;

import java.io.File;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;

/**
 * What a killed broker leaves in the metadata: it is still registered, and leads every partition. Started on that,
 * Kafka 4.3.1 loses transactions: the broker takes itself for the transaction coordinator, gives the transactions that
 * were being committed to the thread that writes their markers, and that thread finds no leader once the registration
 * has timed out, takes the partitions for deleted ones and drops the markers. Readers wait at such a partition for
 * ever. Without a registration nobody leads, and the coordinator is elected when the broker can be reached.
 */
final class StaleRegistration {

    private static final int PATIENCE_SECONDS = 30;

    private StaleRegistration() {}

    /** Whether the broker of this data directory was killed. */
    static boolean isIn(File data) {
        return !new CleanShutdownFileHandler(data.getPath()).exists();
    }

    /** Removes it, by a start of the controller alone. */
    static void remove(Properties broker, String controller) {
        Properties config = new Properties();
        config.putAll(broker);
        config.put("process.roles", "controller");
        config.put("listeners", "CONTROLLER://" + controller);
        config.remove("advertised.listeners");
        config.remove("inter.broker.listener.name");
        var server = new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
        try {
            server.startup();
            unregister(controller);
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static void unregister(String controller) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", controller))) {
            while (!isUnregistered(admin, deadline)) {
                Thread.onSpinWait();
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("The controller did not answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker started", e);
        }
    }

    private static boolean isUnregistered(Admin admin, long deadline) throws InterruptedException, TimeoutException {
        try {
            admin.unregisterBroker(BrokerConfig.NODE_ID).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                return true; // killed before it had registered
            }
            // A controller that has not read its metadata yet takes itself for one of an early version.
            if (e.getCause() instanceof UnsupportedVersionException && System.nanoTime() < deadline) {
                return false;
            }
            throw new IllegalStateException("The registration of a killed broker cannot be removed", e.getCause());
        }
    }
}
