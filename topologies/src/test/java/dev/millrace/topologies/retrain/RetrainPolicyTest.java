package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainPolicyTest {

    static final long MINUTE = Duration.ofMinutes(1).toMillis();
    static final PolicySettings SETTINGS = new PolicySettings(
            100, 0.2, 0.1, 0.25, 50, 500, Duration.ofDays(7), 0.1, 3, Duration.ofMinutes(10), Duration.ofHours(1));

    final RetrainPolicy policy = new RetrainPolicy(SETTINGS);
    RetrainState state = RetrainState.INITIAL;
    long nowMs = 1_000_000;

    @Test
    void shouldAskForTheFirstModelOnceThereIsEnoughData() {
        assertThat(checks(5, withoutModel(499))).isEmpty();

        List<RetrainPolicy.Due> due = checks(3, withoutModel(500));

        assertThat(due).singleElement().satisfies(request -> {
            assertThat(request.cause()).isEqualTo(Cause.NO_MODEL);
            assertThat(request.evidence()).containsEntry("newEvents", 500.0).containsEntry("newEventsThreshold", 500.0);
        });
    }

    @Test
    void shouldAskForNothingWhileAllIsWell() {
        assertThat(checks(1_000, serving("m1", 0.10, 0.02, 0, Duration.ZERO))).isEmpty();
    }

    @Test
    void shouldAskOnceQualityHasDroppedAtThreeChecksRunning() {
        assertThat(checks(2, serving("m1", 0.07, 0.02, 0, Duration.ZERO))).isEmpty();

        assertThat(checks(1, serving("m1", 0.07, 0.02, 0, Duration.ZERO)))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.cause()).isEqualTo(Cause.QUALITY);
                    assertThat(request.evidence()).containsKeys("ndcg20", "ndcg20Threshold", "popularityNdcg20");
                    assertThat(request.evidence().get("ndcg20"))
                            .isLessThan(request.evidence().get("ndcg20Threshold"));
                });
    }

    @Test
    void shouldAskWhenPopularityDoesBetter() {
        assertThat(checks(3, serving("m1", 0.095, 0.11, 0, Duration.ZERO)))
                .extracting(RetrainPolicy.Due::cause)
                .containsExactly(Cause.QUALITY);
    }

    @Test
    void shouldAskNothingOfAFlappingValue() {
        for (int i = 0; i < 500; i++) {
            assertThat(checks(2, serving("m1", 0.0799, 0.02, 0, Duration.ZERO))).isEmpty();
            assertThat(checks(1, serving("m1", 0.095, 0.02, 0, Duration.ZERO))).isEmpty();
        }
    }

    @Test
    void shouldKeepAConfirmedCauseUntilTheValueHasClearlyRecovered() {
        assertThat(checks(3, serving("m1", 0.07, 0.02, 0, Duration.ZERO))).hasSize(1);
        nowMs += Duration.ofHours(2).toMillis(); // the request timed out: its model never came

        // 0.085 is above the floor of 0.08 but has not made good half of the drop.
        assertThat(checks(1, serving("m1", 0.085, 0.02, 0, Duration.ZERO))).hasSize(1);
        nowMs += Duration.ofHours(2).toMillis();
        assertThat(checks(5, serving("m1", 0.095, 0.02, 0, Duration.ZERO))).isEmpty();
        assertThat(checks(2, serving("m1", 0.085, 0.02, 0, Duration.ZERO))).isEmpty();
    }

    @Test
    void shouldIgnoreFewSamples() {
        Counts few = judged(99, 0.001, 0.5, 50);
        assertThat(checks(50, new Evidence("m1", few, judged(10_000, 0.10, 0.02, 0), Counts.NONE, 0, 10_000, 0)))
                .isEmpty();
    }

    @Test
    void shouldAskWhenMoreItemsAreUnknownThanAtFirst() {
        Counts first = judged(500, 0.10, 0.02, 25);
        Counts recent = judged(200, 0.10, 0.02, 31);
        assertThat(checks(3, new Evidence("m1", recent, recent, first, 0, 10_000, 0)))
                .extracting(RetrainPolicy.Due::cause)
                .containsExactly(Cause.UNKNOWN_ITEMS);
    }

    @Test
    void shouldNotAskForUnknownItemsThatTheNextModelWouldNotKnowEither() {
        Counts first = judged(500, 0.10, 0.02, 100);
        Counts recent = judged(200, 0.10, 0.02, 59);
        assertThat(checks(50, new Evidence("m1", recent, recent, first, 0, 10_000, 0)))
                .isEmpty();
    }

    @Test
    void shouldAskForAgeOnlyWithNewData() {
        assertThat(checks(9, serving("m1", 0.10, 0.02, 49, Duration.ofDays(8)))).isEmpty();
        assertThat(checks(3, serving("m1", 0.10, 0.02, 50, Duration.ofDays(8))))
                .extracting(RetrainPolicy.Due::cause)
                .containsExactly(Cause.MODEL_AGE);
    }

    @Test
    void shouldAskWhenAQuarterOfTheDataIsNew() {
        assertThat(checks(9, serving("m1", 0.10, 0.02, 2_499, Duration.ZERO))).isEmpty();
        assertThat(checks(3, serving("m1", 0.10, 0.02, 2_500, Duration.ZERO)))
                .extracting(RetrainPolicy.Due::cause)
                .containsExactly(Cause.NEW_DATA);
    }

    @Test
    void shouldKeepOneRequestOpenUntilANewerModelServes() {
        assertThat(checks(50, serving("m1", 0.05, 0.02, 5_000, Duration.ofDays(9))))
                .hasSize(1);

        assertThat(checks(1, serving("m2", 0.10, 0.02, 0, Duration.ZERO))).isEmpty();
        assertThat(state.open()).isFalse();
    }

    @Test
    void shouldCoolDownBetweenRequestsOfAnyCause() {
        List<Long> asked = new ArrayList<>();
        var random = new Random(5);
        for (int i = 0; i < 600; i++) {
            // A new champion at nearly every check closes the request, so that only the cool-down is left to hold it
            // back.
            var evidence = serving("m" + random.nextInt(1_000), 0.05, 0.02, 5_000, Duration.ofDays(9));
            if (!checks(1, evidence).isEmpty()) {
                asked.add(nowMs);
            }
        }
        assertThat(asked).hasSizeGreaterThan(2);
        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i) - asked.get(i - 1))
                    .isGreaterThanOrEqualTo(SETTINGS.coolDown().toMillis());
        }
    }

    @Test
    void shouldSurviveItsCodec() {
        checks(2, serving("m1", 0.07, 0.02, 0, Duration.ZERO));
        assertThat(RetrainState.decode(state.encode())).isEqualTo(state);
        checks(2, serving("m1", 0.07, 0.02, 0, Duration.ZERO));
        assertThat(state.open()).isTrue();
        assertThat(RetrainState.decode(state.encode())).isEqualTo(state);
        assertThat(RetrainState.decode(RetrainState.INITIAL.encode())).isEqualTo(RetrainState.INITIAL);
    }

    List<RetrainPolicy.Due> checks(int times, Evidence evidence) {
        List<RetrainPolicy.Due> due = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            nowMs += MINUTE / 6;
            RetrainPolicy.Verdict verdict = policy.check(state, evidence, nowMs);
            state = verdict.state();
            verdict.due().ifPresent(due::add);
        }
        return due;
    }

    static Evidence withoutModel(long events) {
        return new Evidence(null, Counts.NONE, Counts.NONE, Counts.NONE, events, 0, 0);
    }

    /** A model that has shown an NDCG of 0.10 overall. */
    static Evidence serving(@Nullable String version, double ndcg, double popularity, long newEvents, Duration age) {
        return new Evidence(
                version,
                judged(1_000, ndcg, popularity, 0),
                judged(10_000, 0.10, 0.02, 0),
                judged(5_000, 0.10, 0.02, 0),
                newEvents,
                10_000,
                age.toMillis());
    }

    static Counts judged(long events, double ndcg, double popularity, long unknown) {
        return new Counts(events, 0, 0, 0, ndcg * events, 0, 0, 0, popularity * events, unknown, 0, 0);
    }
}
