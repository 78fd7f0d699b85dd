package dev.millrace.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionLoadTest {

    @Test
    void shouldPutUsersWhereTheProducerPutsThem() {
        double[] wanted = new double[7];
        for (int u = 0; u < 1_000; u++) {
            wanted[BuiltInPartitioner.partitionForKey(("user-" + u).getBytes(StandardCharsets.UTF_8), 7)] += 0.001;
        }
        assertThat(new PartitionLoad(1_000, 0).shares(7)).containsExactly(wanted, within(1e-9));
    }

    @Test
    void shouldGiveUsersTheirShareOfAllEventsByRank() {
        PartitionLoad load = new PartitionLoad(3, 1);
        assertThat(load.busiestUser()).isCloseTo(1 / (1 + 0.5 + 1 / 3.0), within(1e-12));
        assertThat(Arrays.stream(load.shares(16)).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldBeLimitedByTheCoreAloneWithOneInstance() {
        assertThat(new PartitionLoad(500, 0.8).eventsPerSecond(12, 1, 0.001)).isCloseTo(1_000, within(1e-6));
    }

    @Test
    void shouldGainNothingFromInstancesBesideOneUserWhoActsAlone() {
        assertThat(new PartitionLoad(1, 0).eventsPerSecond(64, 64, 0.001)).isCloseTo(1_000, within(1e-6));
    }

    @Test
    void shouldGrowNearlyWithTheInstancesWhenManyUsersActAlike() {
        PartitionLoad load = new PartitionLoad(100_000, 0);
        assertThat(load.eventsPerSecond(16, 16, 0.001)).isBetween(15_000.0, 16_000.0);
        assertThat(load.eventsPerSecond(16, 4, 0.001)).isBetween(3_800.0, 4_000.0);
    }

    @Test
    void shouldRefuseMoreInstancesThanPartitions() {
        PartitionLoad load = new PartitionLoad(10, 0);
        assertThatThrownBy(() -> load.eventsPerSecond(4, 5, 0.001)).hasMessageContaining("5 instances of 4 partitions");
    }
}
