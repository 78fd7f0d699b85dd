package dev.millrace.localbroker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with writers that commit one transaction after the other until their process is killed. */
final class BusyBroker {

    static final String READY = "every writer has committed";
    private static final int WRITERS = 8;
    private static final int WARM = 50;

    private BusyBroker() {}

    public static void main(String[] args) throws Exception {
        // The broker's threads would keep a process alive whose main thread or writer has died, and who waits for it.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace(System.out);
            Runtime.getRuntime().halt(1);
        });
        LocalBroker broker = LocalBroker.start(LocalBrokerSettings.in(Path.of(args[0])));
        LocalBrokerXIT.createTopic(broker);
        try (Admin admin = LocalBrokerXIT.admin(broker)) {
            // The more partitions, the longer the broker is between two states of the metadata at its restart.
            admin.createTopics(List.of(new NewTopic("ballast", 200, (short) 1)))
                    .all()
                    .get();
        }
        IntStream.range(0, WRITERS)
                .mapToObj(writer -> start(broker, writer))
                .toList()
                .forEach(BusyBroker::await);
        System.out.println(READY);
        Thread.currentThread().join();
    }

    private static CountDownLatch start(LocalBroker broker, int writer) {
        var warm = new CountDownLatch(WARM);
        new Thread(() -> write(broker, writer, warm), "writer-" + writer).start();
        return warm;
    }

    private static void write(LocalBroker broker, int writer, CountDownLatch warm) {
        while (true) {
            try (var producer = producer(broker, writer)) {
                producer.initTransactions();
                for (int i = 0; ; i++) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>(LocalBrokerXIT.TOPIC, "writer-" + writer, Integer.toString(i)));
                    producer.commitTransaction();
                    warm.countDown();
                }
            } catch (KafkaException e) {
                // A slow machine lets a transaction outlive its timeout; the next producer fences this one.
                System.out.println("Writer " + writer + " begins again after " + e);
            }
        }
    }

    private static KafkaProducer<String, String> producer(LocalBroker broker, int writer) {
        var serializer = new StringSerializer();
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "writer-" + writer,
                        "transaction.timeout.ms",
                        5_000,
                        // A first request to a partition without a leader is refused, and sent again only to expire.
                        "request.timeout.ms",
                        2_000,
                        "delivery.timeout.ms",
                        5_000),
                serializer,
                serializer);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
