package dev.millrace.topologies.scoring.newitems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.recommend.NewItemTouch;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class NewItemFormatsTest {

    static final NewItemTouch TOUCH =
            new NewItemTouch("ö1", "m-1", -0.5f, new float[] {1, 2.5f, -3}, 1_700_000_000_000L);

    @Test
    void shouldReadTheTouchThatItWrote() {
        Serde<NewItemTouch> serde = NewItemFormats.touches();
        NewItemTouch read =
                serde.deserializer().deserialize("t", serde.serializer().serialize("t", TOUCH));
        assertThat(read.itemId()).isEqualTo("ö1");
        assertThat(read.modelVersion()).isEqualTo("m-1");
        assertThat(read.weight()).isEqualTo(-0.5f);
        assertThat(read.user()).containsExactly(1, 2.5f, -3);
        assertThat(read.atMs()).isEqualTo(TOUCH.atMs());
    }

    @Test
    void shouldReadTheStateThatItWrote() {
        var other = new NewItemTouch("ö1", "m-2", 1, new float[] {4}, 5);
        NewItemState state = NewItemState.NONE.with(TOUCH).with(other).with(TOUCH);
        Serde<NewItemState> serde = NewItemFormats.states();
        NewItemState read =
                serde.deserializer().deserialize("t", serde.serializer().serialize("t", state));
        assertThat(read.byVersion()).containsOnlyKeys("m-1", "m-2");
        assertThat(Objects.requireNonNull(read.byVersion().get("m-1")).observations())
                .isEqualTo(2);
        assertThat(Objects.requireNonNull(read.byVersion().get("m-2")).dimension())
                .isEqualTo(1);
        assertThat(read.retain(Set.of("m-2")).byVersion()).containsOnlyKeys("m-2");
        assertThat(read.retain(Set.of()).isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhatIsCutOrTooLong() {
        refusesDamage(
                NewItemFormats.touches(), NewItemFormats.touches().serializer().serialize("t", TOUCH));
        refusesDamage(
                NewItemFormats.states(),
                NewItemFormats.states().serializer().serialize("t", NewItemState.NONE.with(TOUCH)));
    }

    private static void refusesDamage(Serde<?> serde, byte[] whole) {
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(SerializationException.class);
        }
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(SerializationException.class);
    }
}
