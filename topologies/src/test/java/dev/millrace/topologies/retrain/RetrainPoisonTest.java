package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.processing.PoisonContract;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

class RetrainPoisonTest extends PoisonContract {

    static final Duration FLUSH = Duration.ofSeconds(1);
    static final Duration REPORT = Duration.ofSeconds(10);

    final RetrainSettings settings = new RetrainSettings(
            "default",
            EventWeights.defaults(),
            List.of(Duration.ofDays(1), Duration.ofDays(7)),
            1,
            Duration.ofMinutes(30),
            FLUSH,
            REPORT,
            100,
            PolicySettings.DEFAULTS);

    @Override
    protected Topology build(TopologyConfig config, Topics topics) {
        return RetrainTopology.build(config, topics, settings, meters);
    }

    @Override
    protected void processOneGoodRecord() {
        flow.pipe(
                flow.topics().impressionsValid(),
                KEY,
                Samples.impression(KEY, TopologyFixture.START, "tea"),
                TopologyFixture.START);
        flow.pipe(
                flow.topics().interactionsValid(),
                KEY,
                Samples.purchase(KEY, "tea", 1, TopologyFixture.START),
                TopologyFixture.START);
        flow.advanceWallClock(FLUSH);
        flow.advanceWallClock(REPORT);
        assertThat(flow.read(flow.topics().quality())).isNotEmpty();
    }

    @Override
    protected Set<String> tombstones() {
        return Set.of("recommendations", "models", "rollouts", "item-features", "model-artifacts");
    }

    @Override
    protected Set<String> keyless() {
        return Set.of("by-slot-repartition");
    }

    @Override
    protected boolean holdsState(String store) {
        return Set.of(
                        RetrainTopology.USER_LISTS,
                        RetrainTopology.PENDING_OUTCOMES,
                        RetrainTopology.MODEL_QUALITY,
                        RetrainTopology.RETRAIN_STATE)
                .contains(store);
    }
}
