package dev.millrace.model.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreferenceCodecTest {

    private static final UserPreference SAMPLE = new UserPreference(
            History.EMPTY
                    .add(new Event("kettle", "view", 1f, 1_700_000_000_000L))
                    .add(new Event("träger", "purchase", 2f, 1_700_000_060_000L)),
            ConsumedItems.NONE.add("träger"),
            new float[] {0.5f, -1f},
            "m-1",
            7,
            41,
            1_700_000_060_123L);

    @Test
    void shouldKeepEveryField() {
        assertThat(PreferenceCodec.decode(PreferenceCodec.encode(SAMPLE))).isEqualTo(SAMPLE);
        assertThat(PreferenceCodec.decode(PreferenceCodec.encode(UserPreference.EMPTY)))
                .isEqualTo(UserPreference.EMPTY);
    }

    @Test
    void shouldKeepTheBytesOfFormatOne() {
        // Written by an independent encoder, from the description of the format.
        String golden = "010752b6cbb2fef962020476696577087075726368617365020080a0abfef962066b6574746c65"
                + "0300000040c0a907077472c3a46765720122e8748b02036d2d310000003f000080bf414ed077";
        assertThat(HexFormat.of().formatHex(PreferenceCodec.encode(SAMPLE))).isEqualTo(golden);
        assertThat(PreferenceCodec.decode(HexFormat.of().parseHex(golden))).isEqualTo(SAMPLE);
    }

    @Test
    void shouldKeepTheBytesOfFormatTwo() {
        PastItems past = PastItems.NONE
                .add(new Event("tea", "purchase", 1f, 1_600_000_000_000L))
                .add(new Event("cup", "purchase", 1f, 1_600_000_000_000L))
                .add(new Event("tea", "purchase", 1f, 1_600_000_060_000L));
        UserPreference user = new UserPreference(SAMPLE.history(), SAMPLE.consumed(), past, null, null, 7, 41, 5);
        // Written by an independent encoder, from the description of the format.
        String golden = "0207520a020476696577087075726368617365020080a0abfef962066b6574746c650300000040c0a907077472c3"
                + "a46765720122e8748b02c0a9fbf6905d02018080f4f6905d036375700202e0d403c0a907037465610054b68b42";
        assertThat(HexFormat.of().formatHex(PreferenceCodec.encode(user))).isEqualTo(golden);
        assertThat(PreferenceCodec.decode(HexFormat.of().parseHex(golden))).isEqualTo(user);
    }

    @Test
    void shouldKeepWhenEventsWereAppendedBesideWhatOlderReleasesWrote() {
        History history = History.EMPTY
                .add(new Event("kettle", "view", 1f, 1_700_000_000_000L), 1_700_000_000_040L)
                .add(new Event("tray", "view", 1f, 1_700_000_060_000L), 1_700_000_060_031L)
                .add(new Event("lamp", "view", 1f, 1_600_000_000_000L), 1_700_000_070_000L);
        for (PastItems past : List.of(PastItems.NONE, PastItems.NONE.add(new Event("tea", "purchase", 1f, 5)))) {
            UserPreference user = new UserPreference(history, ConsumedItems.NONE, past, null, null, 7, 41, 5);
            UserPreference read = PreferenceCodec.decode(PreferenceCodec.encode(user));
            assertThat(read).isEqualTo(user);
            for (int i = 0; i < history.size(); i++) {
                assertThat(read.history().appendedMs(i)).isEqualTo(history.appendedMs(i));
            }
        }
        UserPreference older = PreferenceCodec.decode(PreferenceCodec.encode(SAMPLE));
        assertThat(older.history().appendedMs(0)).isEqualTo(History.UNKNOWN);
        assertThat(older.after(1, EventWeights.defaults())).as("of unknown age").isEqualTo(UserPreference.EMPTY);
    }

    @Test
    void shouldKeepRandomPreferences() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            UserPreference user = RandomPreferences.next(random);
            assertThat(PreferenceCodec.decode(PreferenceCodec.encode(user))).isEqualTo(user);
        }
    }

    @Test
    void shouldNameTheFormatItDoesNotKnow() {
        byte[] bytes = PreferenceCodec.encode(SAMPLE);
        bytes[0] = 9;
        assertThatThrownBy(() -> PreferenceCodec.decode(bytes))
                .isInstanceOf(CorruptPreferenceException.class)
                .hasMessageContaining("format 9")
                .hasMessageContaining("reads formats 1 to 4");
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] bytes = PreferenceCodec.encode(RandomPreferences.next(new Random(3)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> PreferenceCodec.decode(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(CorruptPreferenceException.class);
        }
    }

    @Test
    void shouldRefuseEveryFlippedBit() {
        byte[] bytes = PreferenceCodec.encode(SAMPLE);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> PreferenceCodec.decode(damaged))
                    .as("bit %d", bit)
                    .isInstanceOf(CorruptPreferenceException.class);
        }
    }

    @Test
    void shouldRefuseNonsenseUnderAValidChecksum() {
        Random random = new Random(5);
        byte[] bytes = PreferenceCodec.encode(SAMPLE);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt();
            }
            try {
                UserPreference read = PreferenceCodec.decode(RandomPreferences.checksummed(damaged));
                // Readable means consistent: it must survive a round trip.
                assertThat(PreferenceCodec.decode(PreferenceCodec.encode(read))).isEqualTo(read);
            } catch (CorruptPreferenceException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }
}
