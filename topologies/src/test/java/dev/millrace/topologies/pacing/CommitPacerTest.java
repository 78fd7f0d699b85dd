package dev.millrace.topologies.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class CommitPacerTest {

    private static final long NOW = 1_000_000;

    private final CommitPacer.Supplier<String, String> supplier = new CommitPacer.Supplier<>(
            CommitPace.DEFAULT, Record::timestamp, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    private final MockProcessorContext<String, String> context = context(StreamsConfig.EXACTLY_ONCE_V2);
    private final Processor<String, String, String, String> pacer = supplier.get();

    @Test
    void shouldAskForOneCommitSoonAfterTheFirstFreshRecord() {
        pacer.init(context);

        pacer.process(record(NOW - 30));
        pacer.process(record(NOW));

        assertThat(context.forwarded()).hasSize(2);
        assertThat(context.committed()).isFalse();
        assertThat(context.scheduledPunctuators()).hasSize(1);
        var request = context.scheduledPunctuators().get(0);
        assertThat(request.getInterval()).isEqualTo(Duration.ofMillis(10));
        request.getPunctuator().punctuate(NOW + 10);
        assertThat(context.committed()).isTrue();
        assertThat(request.cancelled()).isTrue();

        pacer.process(record(NOW));
        assertThat(context.scheduledPunctuators()).hasSize(2);
    }

    @Test
    void shouldLetOlderOutputWaitLonger() {
        pacer.init(context);

        pacer.process(record(NOW - 150));

        assertThat(context.scheduledPunctuators().get(0).getInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(CommitPace.DEFAULT.commitIn(-5, 100)).isEqualTo(Duration.ofMillis(10));
        assertThat(CommitPace.DEFAULT.commitIn(300, 100)).isEqualTo(Duration.ofMillis(100));
        assertThat(CommitPace.DEFAULT.commitIn(301, 100)).isNull();
    }

    @Test
    void shouldLeaveABacklogToTheCommitInterval() {
        pacer.init(context);

        pacer.process(record(NOW - 301));

        assertThat(context.forwarded()).hasSize(1);
        assertThat(context.scheduledPunctuators()).isEmpty();
    }

    @Test
    void shouldAskOncePerThreadAndAgainWhenTheTaskThatAskedIsGone() {
        MockProcessorContext<String, String> other = context(StreamsConfig.EXACTLY_ONCE_V2);
        Processor<String, String, String, String> neighbour = supplier.get();
        pacer.init(context);
        neighbour.init(other);

        pacer.process(record(NOW));
        neighbour.process(record(NOW));
        assertThat(other.scheduledPunctuators()).isEmpty();

        pacer.close();
        neighbour.process(record(NOW));
        assertThat(context.scheduledPunctuators().get(0).cancelled()).isTrue();
        assertThat(other.scheduledPunctuators()).hasSize(1);
    }

    @Test
    void shouldNotAskWhereReadersDoNotWaitForCommits() {
        MockProcessorContext<String, String> atLeastOnce = context(StreamsConfig.AT_LEAST_ONCE);
        pacer.init(atLeastOnce);

        pacer.process(record(NOW));

        assertThat(atLeastOnce.forwarded()).hasSize(1);
        assertThat(atLeastOnce.scheduledPunctuators()).isEmpty();
    }

    @Test
    void shouldRefuseImpossiblePaces() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitPace(Duration.ZERO, Duration.ofMillis(1)))
                .withMessageContaining("commit.soon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitPace(Duration.ofMillis(1), Duration.ofMillis(-1)))
                .withMessageContaining("commit.fresh");
    }

    private static Record<String, String> record(long timestamp) {
        return new Record<>("user", "list", timestamp);
    }

    private static MockProcessorContext<String, String> context(String guarantee) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "pacing");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        return new MockProcessorContext<>(settings);
    }
}
