package dev.millrace.localbroker;

import java.io.File;
import java.net.BindException;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: one KRaft node that is broker and controller, on the loopback interface, with
 * transaction version 2 and without topic auto-creation. For {@code demo} and for tests; it trusts everybody who can
 * reach it.
 *
 * <p>What it wrote is there again after a restart on the same directory, also after its JVM was killed.
 */
public final class LocalBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);
    private static final int BIND_ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private LocalBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when clients may connect.
     *
     * @throws IllegalStateException when the wanted port is taken
     * @throws java.io.UncheckedIOException when the data directory cannot be used
     */
    public static LocalBroker start(LocalBrokerSettings settings) {
        long started = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            FreePorts ports = FreePorts.find(settings.port());
            try {
                LocalBroker broker = launch(BrokerConfig.of(settings, ports.broker(), ports.controller()), ports);
                LOG.info("Broker on {} after {} ms", broker.bootstrapServers(), millisSince(started));
                return broker;
            } catch (RuntimeException e) {
                if (!isBindFailure(e)) {
                    throw e;
                }
                if (settings.port() != 0 || attempt == BIND_ATTEMPTS) {
                    throw new IllegalStateException(FreePorts.taken(ports.broker()), e);
                }
            }
        }
    }

    private static LocalBroker launch(Properties properties, FreePorts ports) {
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        if (!Storage.prepare(config) && StaleRegistration.isIn(new File(config.metadataLogDir()))) {
            StaleRegistration.remove(properties, BrokerConfig.HOST + ":" + ports.controller());
        }
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new LocalBroker(server, ports.broker());
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return BrokerConfig.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Stops in an orderly way, within a second or two. Repeated calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        long started = System.nanoTime();
        server.shutdown();
        server.awaitShutdown();
        LOG.info("Broker on {} stopped in {} ms", bootstrapServers(), millisSince(started));
    }

    private static long millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1_000_000;
    }
}
