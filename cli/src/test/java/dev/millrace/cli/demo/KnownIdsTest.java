package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownIdsTest {

    @Test
    void shouldTakeEachKnownIdAsOftenAsTheTopicHasIt() {
        KnownIds known = KnownIds.of("a", "b", "b", "");

        assertThat(known.take("a")).isTrue();
        assertThat(known.take("a")).isFalse();
        assertThat(known.take("b")).isTrue();
        assertThat(known.take("b")).isTrue();
        assertThat(known.take("b")).isFalse();
        assertThat(known.take("c")).isFalse();
        assertThat(KnownIds.none().take("a")).isFalse();
    }
}
