package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityMeterTest {

    @Test
    void shouldAverageOverPredictions() {
        QualityMeter meter = new QualityMeter();
        meter.add(0, 1);
        meter.add(0, 15);
        meter.add(1, 0);
        meter.add(2, 3);
        meter.listed(4);
        meter.listed(4);
        meter.listed(9);
        ListQuality quality = meter.quality(10);
        assertThat(quality.n()).isEqualTo(4);
        assertThat(quality.hr10()).isEqualTo(0.5);
        assertThat(quality.hr20()).isEqualTo(0.75);
        assertThat(quality.ndcg10()).isEqualTo(1.5 / 4);
        assertThat(quality.ndcg20()).isEqualTo((1 + 0.25 + 0.5) / 4);
        assertThat(quality.mrr10()).isCloseTo((1 + 1.0 / 3) / 4, within(1e-12));
        assertThat(quality.mrr20()).isCloseTo((1 + 1.0 / 15 + 1.0 / 3) / 4, within(1e-12));
        assertThat(quality.coverage20()).isEqualTo(0.2);
    }

    @Test
    void shouldGiveTheStandardErrorThatRepeatedSamplesShow() {
        // Users differ in how predictable they are, so their predictions are not independent.
        Random random = new Random(61);
        int samples = 400;
        double sum = 0;
        double squares = 0;
        double claimed = 0;
        for (int sample = 0; sample < samples; sample++) {
            QualityMeter meter = new QualityMeter();
            for (int user = 0; user < 60; user++) {
                double skill = random.nextDouble();
                for (int n = 1 + random.nextInt(20); n > 0; n--) {
                    meter.add(user, random.nextDouble() < skill ? 1 : 0);
                }
            }
            ListQuality quality = meter.quality(1);
            sum += quality.ndcg20();
            squares += quality.ndcg20() * quality.ndcg20();
            claimed += quality.se() / samples;
        }
        double spread = Math.sqrt(squares / samples - sum / samples * (sum / samples));
        assertThat(claimed).isCloseTo(spread, within(0.15 * spread));
    }

    @Test
    void shouldMeasureNothingAsZeroWithAnUnknownError() {
        ListQuality quality = new QualityMeter().quality(0);
        assertThat(quality.n()).isZero();
        assertThat(quality.ndcg20()).isZero();
        assertThat(quality.se()).isNaN();
    }
}
