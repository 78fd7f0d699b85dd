package dev.millrace.model.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.ranking.RankerVerdict.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RankerTrialsTest {

    static final int WIDTH = 5;

    final RankerTrials trials = new RankerTrials(TrialLimits.DEFAULT);

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("endless loop", BadRankers.endlessLoop(WIDTH), Outcome.TOO_SLOW),
                Arguments.of("huge zeros", BadRankers.hugeZeros(WIDTH), Outcome.TOO_MUCH_MEMORY),
                Arguments.of("huge expansion", BadRankers.hugeExpansion(WIDTH), Outcome.TOO_MUCH_MEMORY),
                Arguments.of("no number for zero", BadRankers.unary(WIDTH, "Log"), Outcome.INVALID),
                Arguments.of("no number for much", BadRankers.noNumberAbove(WIDTH, 500), Outcome.BAD_SCORES),
                Arguments.of("one score", BadRankers.oneScore(WIDTH), Outcome.INVALID),
                Arguments.of("cut off", BadRankers.cut(WIDTH), Outcome.INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void shouldRefuseABadRankerInItsOwnProcess(String kind, byte[] onnx, Outcome outcome) {
        RankerVerdict verdict = trials.begin(onnx, WIDTH).join();

        assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(outcome);
        assertThat(verdict.detail()).as(kind).isNotBlank();
        assertThatThrownBy(() -> trials.check(onnx, WIDTH)).isInstanceOf(InvalidRankerException.class);
    }

    @Test
    void shouldTryOneRankerOnceForAllWhoAsk() {
        byte[] good = OnnxExport.linear(new LinearRanker(new float[] {1, 2, 3, 4, 5}));

        CompletableFuture<RankerVerdict> first = trials.begin(good, WIDTH);

        assertThat(trials.begin(good.clone(), WIDTH)).isSameAs(first);
        assertThat(first.join()).isEqualTo(RankerVerdict.PASSED);
        assertThat(trials.begin(good, WIDTH)).isSameAs(first);
    }

    @Test
    void shouldSayThatNothingIsKnownWhenNoProcessComesUpAndTryAgain() {
        var hasty = new RankerTrials(new TrialLimits(Duration.ZERO, Duration.ofSeconds(5), 96L << 20, 8));
        byte[] good = OnnxExport.linear(new LinearRanker(new float[WIDTH]));

        CompletableFuture<RankerVerdict> first = hasty.begin(good, WIDTH);

        assertThat(first.join().outcome()).isEqualTo(Outcome.UNTRIED);
        assertThat(hasty.begin(good, WIDTH)).isNotSameAs(first);
    }

    @Test
    void shouldEndARunThatTakesTooLongAndNotAskAFailingRankerAgain() {
        float[] scores = new float[1];
        try (OnnxRanker ranker = OnnxRanker.load(BadRankers.noNumberAbove(WIDTH, 500), WIDTH)) {
            float[] wild = {1e4f, 0, 0, 0, 0};
            assertThat(ranker.tryScore(new float[WIDTH], 1, scores)).isTrue();
            for (int i = 0; i < RankerHealth.TOLERATED; i++) {
                assertThat(ranker.health().failing()).isFalse();
                assertThat(ranker.tryScore(wild, 1, scores)).isFalse();
            }
            assertThat(ranker.health().failing()).isTrue();
            assertThat(ranker.tryScore(new float[WIDTH], 1, scores)).isFalse();
            assertThat(ranker.health().failures()).isEqualTo(RankerHealth.TOLERATED);
            assertThat(ranker.health().lastFailure()).contains("NaN");
        }
        assertThatThrownBy(() -> OnnxRanker.load(BadRankers.endlessLoop(WIDTH), WIDTH))
                .as("ended by the deadline of a run")
                .isInstanceOf(InvalidRankerException.class);
    }
}
