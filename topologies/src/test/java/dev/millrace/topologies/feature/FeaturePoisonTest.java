package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.processing.PoisonContract;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

class FeaturePoisonTest extends PoisonContract {

    final FeatureSettings settings = FeatureSettings.defaults();
    private int good;

    @Override
    protected Topology build(TopologyConfig config, Topics topics) {
        return FeatureTopology.build(config, topics, 1, settings, meters);
    }

    @Override
    protected void processOneGoodRecord() {
        String item = "tea-" + ++good; // a user's repeats on one item stop counting
        flow.pipe(flow.topics().catalog(), item, Samples.item(item), TopologyFixture.START); // others are not published
        flow.pipe(
                flow.topics().interactionsValid(),
                KEY,
                Samples.click(KEY, item, TopologyFixture.START),
                TopologyFixture.START);
        flow.advanceWallClock(OutgoingTouches.MOMENT);
        flow.advanceWallClock(settings.publishInterval());
        assertThat(flow.read(flow.topics().userFeatures()))
                .filteredOn(user -> user.key.equals(KEY))
                .hasSize(1);
        assertThat(flow.read(flow.topics().itemFeatures()))
                .filteredOn(features -> features.key.equals(item))
                .hasSize(1);
    }

    @Override
    protected Set<String> tombstones() {
        return Set.of("catalog");
    }

    @Override
    protected Set<String> keyless() {
        return Set.of("touches-repartition");
    }

    @Override
    protected boolean holdsState(String store) {
        return !store.equals(UserStores.UNPUBLISHED) && !store.endsWith("-table");
    }
}
