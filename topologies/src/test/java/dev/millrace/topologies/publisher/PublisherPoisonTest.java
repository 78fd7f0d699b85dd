package dev.millrace.topologies.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.rules.Rules;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.processing.PoisonContract;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

class PublisherPoisonTest extends PoisonContract {

    private int lists;

    @Override
    protected Topology build(TopologyConfig config, Topics topics) {
        return PublisherTopology.build(
                config,
                topics,
                PublisherSettings.defaults(),
                PublisherState.of(FeatureDefinitions.standard(), () -> Rules.NONE),
                meters,
                Clock.fixed(TopologyFixture.START, ZoneOffset.UTC));
    }

    @Override
    protected void processOneGoodRecord() {
        String item = "item" + lists++;
        flow.pipe(flow.topics().catalog(), item, Samples.item(item), TopologyFixture.START);
        flow.pipe(
                flow.topics().candidates(),
                KEY,
                PublisherTopologyTest.candidates("m1", PublisherTopologyTest.personal(item)),
                TopologyFixture.START);
        assertThat(flow.read(flow.topics().recommendations()))
                .filteredOn(list -> list.key.equals(KEY) && list.value != null)
                .hasSize(1)
                .allSatisfy(list ->
                        assertThat(list.value.getItems().get(0).getItemId()).isEqualTo(item));
    }

    @Override
    protected Set<String> tombstones() {
        return Set.of("candidates", "catalog", "item-features", "item-neighbours", "models", "rollouts");
    }

    @Override
    protected Set<String> keyless() {
        return Set.of();
    }

    @Override
    protected int breakMore() {
        flow.<String, StoredList>store(PublisherTopology.PUBLISHED_STORE)
                .put(KEY, new StoredList(new byte[] {-77, 1, 2}));
        return 1;
    }

    @Override
    protected boolean holdsState(String store) {
        return Set.of(PublisherTopology.WAITING_STORE).contains(store);
    }
}
