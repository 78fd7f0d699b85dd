package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    final Topics topics = Topics.of("recs", AvroSerdes.mock("topics-test"));

    @Test
    void shouldNameTopicsByPrefixAndVersion() {
        assertThat(topics.interactionsValid().name()).isEqualTo("recs.interactions.valid.v1");
        assertThat(topics.dlq("ingest-app")).isEqualTo("recs.ingest-app.dlq.v1");
        assertThat(Topics.of("shop.eu", AvroSerdes.mock("topics-test")).items().name())
                .isEqualTo("shop.eu.items.v1");
    }

    @Test
    void shouldKeepAppendTimeEverywhereSoThatReplayedEventsSurvive() {
        assertThat(topics.specs())
                .allSatisfy(s -> assertThat(s.configs()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void shouldBoundHowLongACompactedTopicKeepsWhatAnErasureDeleted() {
        assertThat(topics.specs())
                .filteredOn(spec -> spec.keying() == Keying.USER && spec.cleanup() != Cleanup.DELETE)
                .hasSizeGreaterThan(2)
                .allSatisfy(spec -> assertThat(spec.configs())
                        .containsEntry("max.compaction.lag.ms", Long.toString(TopicSpec.COMPACTED_WITHIN.toMillis())));
    }

    @Test
    void shouldKnowErasuresForLongerThanAnyEventOfAUserIsKept() {
        Duration longest = topics.specs().stream()
                .filter(spec -> spec != topics.erasuresValid().spec())
                .filter(spec -> spec.keying() == Keying.USER || spec.keying() == Keying.ANY)
                .map(TopicSpec::retention)
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElseThrow();

        assertThat(topics.erasuresValid().spec().retention()).isGreaterThan(longest);
        assertThat(topics.erasuresValid().spec().configs())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry(
                        "retention.ms", Long.toString(Duration.ofDays(400).toMillis()));
    }

    @Test
    void shouldGiveUserTopicsTheCommonPartitionCount() {
        assertThat(topics.specs())
                .filteredOn(TopicSpec::copartitioned)
                .hasSizeGreaterThan(6)
                .allSatisfy(spec -> assertThat(spec.partitions(12)).isEqualTo(12));
        assertThat(topics.rollouts().spec().partitions(12)).isEqualTo(1);
    }

    @Test
    void shouldAskForTwoCopiesInSyncFromThreeReplicasOn() {
        TopicSpec spec = topics.candidates().spec();

        assertThat(spec.toNewTopic(4, (short) 1).configs()).containsEntry("min.insync.replicas", "1");
        assertThat(spec.toNewTopic(4, (short) 3).configs())
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("retention.ms", "86400000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "recs/1", ".recs", "ümlaut"})
    void shouldRefuseAPrefixThatKafkaWouldRefuse(String prefix) {
        assertThatThrownBy(() -> Topics.of(prefix, AvroSerdes.mock("topics-test")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topics.prefix");
    }

    @Test
    void shouldNameTheAppsWithDeadLettersWhenAskedForAnother() {
        assertThatThrownBy(() -> topics.dlq("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ingest-app.dlq");
    }
}
