package dev.millrace.localbroker;

import java.util.Properties;

/** The settings of a broker that is alone, local and short of memory; the reason stands beside what is not obvious. */
final class BrokerConfig {

    static final int NODE_ID = 1;
    static final String HOST = "127.0.0.1";
    private static final String MEBIBYTE = Integer.toString(1 << 20);

    private BrokerConfig() {}

    static Properties of(LocalBrokerSettings settings, int brokerPort, int controllerPort) {
        var config = new Properties();
        listeners(config, brokerPort, controllerPort);
        aloneInTheCluster(config);
        failover(config);
        smallFootprint(config);
        // Without an end by default: a start that cannot succeed must fail, not wait.
        config.put("server.max.startup.time.ms", "120000");
        config.put("log.dirs", settings.dataDir().resolve("data").toString());
        // Topics come from the catalogue; a misspelt name must fail instead of making an empty topic.
        config.put("auto.create.topics.enable", "false");
        config.putAll(settings.overrides());
        return config;
    }

    private static void listeners(Properties config, int brokerPort, int controllerPort) {
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE_ID));
        config.put(
                "listeners", "PLAINTEXT://" + HOST + ":" + brokerPort + ",CONTROLLER://" + HOST + ":" + controllerPort);
        config.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + brokerPort);
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("inter.broker.listener.name", "PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        // A static quorum reads the controller's port from here at every start; a dynamic one would store it in the
        // data directory, and the next start could not take another free port.
        config.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    }

    private static void aloneInTheCluster(Properties config) {
        config.put("default.replication.factor", "1");
        config.put("min.insync.replicas", "1");
        for (String internal :
                new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            config.put(internal + ".replication.factor", "1");
            // 50 by default; each partition costs files, mapped indexes and a little of every start and stop.
            config.put(internal + ".num.partitions", "4");
        }
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        // Waiting for further members only delays the first assignment (3 s by default).
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("group.streams.initial.rebalance.delay.ms", "0");
    }

    /** Measured with apps killed inside a transaction: 4 to 9 s to take over, with the defaults 42 s. */
    private static void failover(Properties config) {
        // How long the node of a killed JVM counts as alive: a restart within it is refused as a duplicate.
        config.put("broker.session.timeout.ms", "3000");
        config.put("broker.heartbeat.interval.ms", "500");
        // How often overdue transactions are looked for; 10 s by default, added to every transaction timeout.
        config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        config.put("group.min.session.timeout.ms", "1000");
        for (String protocol : new String[] {"group.consumer", "group.streams"}) {
            config.put(protocol + ".min.session.timeout.ms", "1000");
            config.put(protocol + ".session.timeout.ms", "6000");
            config.put(protocol + ".min.heartbeat.interval.ms", "500");
            config.put(protocol + ".heartbeat.interval.ms", "1000");
        }
    }

    private static void smallFootprint(Properties config) {
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        config.put("num.recovery.threads.per.data.dir", "2");
        // 128 MiB of heap by default; 4 MiB still take 150,000 keys in one round of compaction.
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // Only closed segments are compacted or deleted: at 1 GiB (the default) compacted topics would never shrink.
        config.put("log.segment.bytes", Integer.toString(32 << 20));
        config.put("log.index.size.max.bytes", MEBIBYTE);
        config.put("offsets.topic.segment.bytes", Integer.toString(8 << 20));
        config.put("transaction.state.log.segment.bytes", Integer.toString(8 << 20));
    }
}
