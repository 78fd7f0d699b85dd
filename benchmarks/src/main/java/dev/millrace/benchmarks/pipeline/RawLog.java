package dev.millrace.benchmarks.pipeline;

import dev.millrace.benchmarks.rig.CpuTime;
import dev.millrace.benchmarks.rig.Events;
import dev.millrace.benchmarks.rig.OpenLoop;
import dev.millrace.benchmarks.rig.Rig;
import dev.millrace.benchmarks.rig.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the log itself costs: a producer sends the events, a consumer reads them, nothing lies between. */
final class RawLog {

    static final String TOPIC = "bench.raw";

    private static final Duration POLL = Duration.ofMillis(100);

    private RawLog() {}

    static Trace.Rate run(Rig rig, Events events) {
        Map<String, Object> settings = Map.of("bootstrap.servers", rig.bootstrapServers(), "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var load = new OpenLoop(rig.bootstrapServers(), TOPIC)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            CpuTime cpu = CpuTime.start();
            long began = System.nanoTime();
            Thread sender = new Thread(() -> load.send(events, Double.POSITIVE_INFINITY, () -> {}), "raw-load");
            sender.start();
            int read = 0;
            while (read < events.size()) {
                read += consumer.poll(POLL).count();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Trace.Rate(read / seconds, read / cpu.seconds(), cpu.seconds() * 1e6 / read);
        }
    }
}
