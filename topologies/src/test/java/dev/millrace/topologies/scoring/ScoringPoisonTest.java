package dev.millrace.topologies.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.processing.PoisonContract;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import dev.millrace.topologies.scoring.models.TestModels;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

class ScoringPoisonTest extends PoisonContract {

    final ItemTable items = new ItemTable(TestModels.DEFINITIONS);
    final AtomicLong nanos = new AtomicLong();

    @Override
    protected Topology build(TopologyConfig config, Topics topics) {
        return ScoringTopology.build(
                config,
                topics,
                ScoringFlow.settings(),
                items,
                new ModelsInService(Lineup.of("default", model())),
                meters,
                Clock.fixed(TopologyFixture.START, ZoneOffset.UTC),
                nanos::get);
    }

    private ServingModel model() {
        var bundle = TestModels.foldingNewItemsIn(TestModels.bundle("m1", 40, 4));
        bundle.items().ids().forEach(id -> items.updateFacts(id, ItemFacts.of(id, List.of(), null)));
        return ServingModel.load(bundle, items, TestModels.DEFINITIONS);
    }

    @Override
    protected void processOneGoodRecord() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        flow.pipe(
                flow.topics().interactionsValid(),
                KEY,
                Samples.purchase(KEY, "new", 1, TopologyFixture.START),
                TopologyFixture.START);
        flow.advanceWallClock(Duration.ofSeconds(2));
        assertThat(flow.read(flow.topics().candidates()))
                .filteredOn(list -> list.key.equals(KEY))
                .isNotEmpty()
                .allSatisfy(list -> assertThat(list.value.getItems()).isNotEmpty());
    }

    @Override
    protected Set<String> tombstones() {
        return Set.of("catalog", "item-features", "item-neighbours", "new-item-vectors");
    }

    @Override
    protected Set<String> keyless() {
        return Set.of();
    }

    @Override
    protected boolean holdsState(String store) {
        return Set.of(ScoringTopology.PREFERENCES_STORE, ScoringTopology.AWAITING_STORE, "new-items")
                .contains(store);
    }
}
