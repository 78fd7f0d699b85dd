package dev.millrace.topologies.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.processing.PoisonContract;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.state.WindowStore;

class IngestPoisonTest extends PoisonContract {

    private int refused;

    @Override
    protected Topology build(TopologyConfig config, Topics topics) {
        return IngestTopology.build(
                config, topics, IngestSettings.defaults(1), meters, Clock.fixed(TopologyFixture.START, ZoneOffset.UTC));
    }

    @Override
    protected void processOneGoodRecord() {
        flow.pipe(
                flow.topics().interactions(),
                KEY.getBytes(StandardCharsets.UTF_8),
                Samples.click(KEY, "tea", TopologyFixture.START),
                TopologyFixture.START);
        assertThat(flow.read(flow.topics().interactionsValid()))
                .filteredOn(event -> event.key.equals(KEY))
                .hasSize(1);
    }

    @Override
    protected Set<String> tombstones() {
        return Set.of("items");
    }

    @Override
    protected Set<String> keyless() {
        return Set.of("interactions", "impressions", "erasures");
    }

    @Override
    protected int refused() {
        refused += flow.driver()
                .createOutputTopic(
                        flow.topics().rejected().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList()
                .size();
        return refused;
    }

    @Override
    protected int breakMore() {
        WindowStore<byte[], byte[]> rates = flow.driver().getWindowStore(BotFlagger.STORE);
        rates.put(KEY.getBytes(StandardCharsets.UTF_8), new byte[] {-77}, TopologyFixture.START.toEpochMilli());
        return 1;
    }

    @Override
    protected boolean holdsState(String store) {
        return false; // those of ingest are windows
    }
}
