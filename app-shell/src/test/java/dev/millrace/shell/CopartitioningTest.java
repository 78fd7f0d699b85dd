package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.TestTopics;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopartitioningTest {

    final Topics topics = TestTopics.fresh();
    final List<TopicSpec> specs = topics.specs();

    @Test
    void shouldFindTheCommonPartitionCount() {
        assertThat(Copartitioning.check(specs, name -> spec(name).partitions(12)))
                .isEqualTo(12);
    }

    @Test
    void shouldNameTheOddTopic() {
        String odd = topics.candidates().name();

        assertThatThrownBy(() -> Copartitioning.check(
                        specs, name -> name.equals(odd) ? 6 : spec(name).partitions(12)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("most have 12; odd: " + odd + " with 6");
    }

    @Test
    void shouldRefuseATopicThatMustHaveOnePartition() {
        assertThatThrownBy(() -> Copartitioning.check(specs, name -> 12))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("must have 1");
    }

    @Test
    void shouldManageWithoutUserKeyedTopics() {
        assertThat(Copartitioning.check(List.of(), name -> 12)).isEqualTo(1);
    }

    TopicSpec spec(String name) {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
