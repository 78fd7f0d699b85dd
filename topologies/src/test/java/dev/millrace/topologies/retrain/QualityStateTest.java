package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityStateTest {

    @Test
    void shouldTellTheLatestWindowFromTheTotal() {
        QualityState state = QualityState.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            boolean hit = i < 4_000;
            state = state.plus(Outcome.of("m1", Counts.judged(hit ? 0 : -1, -1, false), i), 500);
        }

        assertThat(state.total().events()).isEqualTo(5_000);
        assertThat(state.total().hits10()).isEqualTo(4_000);
        assertThat(state.recent().events()).isBetween(500L, 550L);
        assertThat(state.recent().hits20()).isZero();
        assertThat(state.first().events()).isEqualTo(500);
        assertThat(state.first().hits20()).isEqualTo(500);
        assertThat(state.fromMs()).isZero();
        assertThat(state.untilMs()).isEqualTo(4_999);
    }

    @Test
    void shouldNotDependOnHowEventsAreBatched() {
        var random = new Random(1);
        QualityState single = QualityState.EMPTY;
        QualityState batched = QualityState.EMPTY;
        Outcome batch = Outcome.newEvent("m1", 0);
        single = single.plus(batch, 100);
        for (int i = 1; i <= 2_000; i++) {
            Outcome outcome = Outcome.of(
                    "m1", Counts.judged(random.nextInt(40) - 5, random.nextInt(40) - 5, random.nextBoolean()), i);
            single = single.plus(outcome, 100);
            batch = batch.plus(outcome);
            if (i % 8 == 0) {
                batched = batched.plus(batch, 100);
                batch = new Outcome("m1", Counts.NONE, 0, i, i);
            }
        }
        assertThat(batched.total().events()).isEqualTo(single.total().events());
        assertThat(batched.total().dcg20()).isCloseTo(single.total().dcg20(), within(1e-9));
        assertThat(batched.newEvents()).isEqualTo(single.newEvents());
        assertThat(batched.recent().events()).isBetween(100L, 130L);
    }

    @Test
    void shouldScoreAListAsTheLiteratureDoes() {
        assertThat(Counts.judged(0, -1, false).dcg20()).isEqualTo(1.0);
        assertThat(Counts.judged(2, -1, false).dcg10()).isCloseTo(0.5, within(1e-12)); // 1/log2(1 + 3)
        assertThat(Counts.judged(10, -1, false).hits10()).isZero();
        assertThat(Counts.judged(10, -1, false).hits20()).isOne();
        assertThat(Counts.judged(20, 19, true))
                .extracting(Counts::hits20, Counts::popularityHits20, Counts::unknownItems)
                .containsExactly(0L, 1L, 1L);
    }

    @Test
    void shouldSurviveItsCodec() {
        Outcome outcome = new Outcome("20260101-000000-abc", Counts.judged(3, 1, true), 7, -5, 99);
        assertThat(Outcome.decode(outcome.encode())).isEqualTo(outcome);

        QualityState state = QualityState.EMPTY.plus(outcome, 10).plus(outcome, 10);
        QualityState back = QualityState.decode(state.encode());
        assertThat(back.total()).isEqualTo(state.total());
        assertThat(back.first()).isEqualTo(state.first());
        assertThat(back.buckets()).containsExactly(state.buckets());
        assertThat(back.newEvents()).isEqualTo(14);
        assertThat(back.fromMs()).isEqualTo(-5);
        assertThat(back.untilMs()).isEqualTo(99);
    }
}
