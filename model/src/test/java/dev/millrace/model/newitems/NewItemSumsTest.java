package dev.millrace.model.newitems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewItemSumsTest {

    @Test
    void shouldAddUpEveryPairOfCoordinates() {
        Random random = new Random(3);
        int d = 7;
        double[] outer = new double[d * d];
        double[] positive = new double[d];
        double confidence = 0;
        NewItemSums sums = NewItemSums.none(d);
        for (int event = 0; event < 50; event++) {
            float weight = event % 4 == 0 ? -0.5f : 1.5f;
            float[] user = new float[d];
            for (int k = 0; k < d; k++) {
                user[k] = (float) random.nextGaussian();
            }
            sums = sums.with(weight, user, event);
            confidence += Math.abs(weight);
            for (int a = 0; a < d; a++) {
                positive[a] += weight > 0 ? weight * user[a] : 0;
                for (int b = 0; b < d; b++) {
                    outer[a * d + b] += Math.abs(weight) * user[a] * user[b];
                }
            }
        }

        double[] added = new double[d * d];
        sums.addOuterTo(added);
        assertThat(added).containsExactly(outer, within(1e-4));
        for (int k = 0; k < d; k++) {
            assertThat((double) sums.positive(k)).isCloseTo(positive[k], within(1e-4));
        }
        assertThat(sums.observations()).isEqualTo(50);
        assertThat(sums.confidence()).isCloseTo(confidence, within(1e-9));
        assertThat(sums.lastMs()).isEqualTo(49);
    }

    @Test
    void shouldReadWhatItWroteAndRefuseWhatIsCut() {
        NewItemSums sums =
                NewItemSums.none(3).with(2, new float[] {1, 2, 3}, 70).with(-1, new float[] {0, 1, 0}, 50);
        byte[] bytes = new byte[sums.size()];
        sums.write(ByteBuffer.wrap(bytes));

        NewItemSums read = NewItemSums.read(ByteBuffer.wrap(bytes));

        byte[] again = new byte[read.size()];
        read.write(ByteBuffer.wrap(again));
        assertThat(again).isEqualTo(bytes);
        assertThat(read.observations()).isEqualTo(2);
        assertThat(read.lastMs()).isEqualTo(70);
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            assertThatThrownBy(() -> NewItemSums.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseAUserOfAnotherModel() {
        assertThatThrownBy(() -> NewItemSums.none(3).with(1, new float[4], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 factors");
    }
}
