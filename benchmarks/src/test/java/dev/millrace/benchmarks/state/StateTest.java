package dev.millrace.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.benchmarks.state.avro.AvroPreference;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

    @Test
    void shouldSayTheSameInAvro() {
        UserPreference user = Users.make(new Random(1), 20);
        AvroPreference record = AvroCodec.record(user, List.of(1, 2, 3));
        AvroCodec codec = new AvroCodec();

        AvroPreference read = codec.decode(codec.encode(record));

        assertThat(read).isEqualTo(record);
        assertThat(read.getHistory()).hasSize(20);
        assertThat(read.getHistory().get(3).getItemId())
                .isEqualTo(user.history().get(3).itemId());
        assertThat(read.getVector()).hasSize(64);
    }

    @Test
    void shouldMakeUsersThatTheStoreCanKeep() {
        UserPreference user = Users.make(new Random(2), 100);

        assertThat(PreferenceCodec.decode(PreferenceCodec.encode(user))).isEqualTo(user);
    }

    @Test
    void shouldReadAndWriteEveryVariantOfTheStore(@TempDir Path directory) throws Exception {
        byte[][] values = {PreferenceCodec.encode(Users.make(new Random(3), 20))};
        for (RocksVariant variant : RocksVariant.all(8)) {
            Path own = Files.createDirectory(directory.resolve(variant.name().replaceAll("\\W", "-")));
            try (RocksTrial trial = new RocksTrial(variant, own, 100, values, 5)) {
                assertThat(trial.call()).containsOnlyKeys(RocksTrial.EVENTS, RocksTrial.READ);
                assertThat(trial.diskBytesPerUser()).isPositive();
            }
        }
    }

    @Test
    void shouldCountTheGarbageOfAStep() {
        assertThat(Garbage.perCall(10, 1, user -> new byte[1000]).median()).isBetween(1000.0, 1100.0);
        assertThat(Garbage.perCall(10, 1, user -> "always the same").median()).isLessThan(100);
    }
}
