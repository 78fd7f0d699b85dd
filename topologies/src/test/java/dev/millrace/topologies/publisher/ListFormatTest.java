package dev.millrace.topologies.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListFormatTest {

    /** What deployed stores hold: may never change for version 1. */
    static final String GOLDEN =
            "0101046d310e64656661756c74106368616d70696f6e005480c49fd50cc8c59fd50c0a0c6974656d2d310c6974656d2d3210706572736f6e616c"
                    + "0c6974656d2d39107472656e64696e67040000c03f0402060000003f010000803e0000003f080000";

    @Test
    void shouldGiveBackWhatItWasGiven() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            Recommendations list = randomList(random);

            assertThat(ListFormat.decode(ListFormat.encode(list))).isEqualTo(list);
        }
    }

    @Test
    void shouldKeepTheBytesOfVersion1() {
        Recommendations list = small();

        assertThat(HexFormat.of().formatHex(ListFormat.encode(list))).isEqualTo(GOLDEN);
        assertThat(ListFormat.decode(HexFormat.of().parseHex(GOLDEN))).isEqualTo(list);
    }

    @Test
    void shouldReadOfAListWhatItShowed() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Recommendations list = randomList(random);
            int n = random.nextInt(30);

            assertThat(StoredList.of(list).shown(n)).isEqualTo(StoredList.Shown.of(list, n));
        }
    }

    @Test
    void shouldNeedLessThanAvro() throws IOException {
        Recommendations list = randomList(new Random(2), 100);

        assertThat(ListFormat.encode(list).length)
                .isLessThan(6 * Recommendations.getEncoder().encode(list).remaining() / 10);
    }

    @Test
    void shouldRefuseDamagedBytesAndOtherVersions() {
        byte[] bytes = ListFormat.encode(small());

        assertThatThrownBy(() -> ListFormat.decode(Arrays.copyOf(bytes, bytes.length - 3)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("damaged");
        bytes[0] = 9;
        assertThatThrownBy(() -> ListFormat.decode(bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 9");
    }

    static Recommendations small() {
        return list(
                "m1",
                List.of(
                        new RecommendedItem("item-1", 1.5f, "personal", List.of(new Reason("item-9", 0.5f)), 0.25f),
                        new RecommendedItem("item-2", 0.5f, "trending", List.of(), null)));
    }

    static Recommendations randomList(Random random) {
        return randomList(random, random.nextInt(30));
    }

    static Recommendations randomList(Random random, int length) {
        List<RecommendedItem> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            List<Reason> reasons = new ArrayList<>();
            for (int r = random.nextInt(4); r > 0; r--) {
                reasons.add(new Reason("history-item-" + random.nextInt(10), random.nextFloat()));
            }
            String source =
                    List.of("personal", "co-visited", "trending", "café ☕").get(random.nextInt(4));
            items.add(new RecommendedItem(
                    "item-" + i, random.nextFloat(), source, reasons, random.nextBoolean() ? 0.5f : null));
        }
        return list(random.nextBoolean() ? "m1" : null, items);
    }

    static Recommendations list(@Nullable String model, List<RecommendedItem> items) {
        return Recommendations.newBuilder()
                .setModelVersion(model)
                .setLevel(FallbackLevel.PERSONAL)
                .setAsOfOffset(42)
                .setEventAppendedMs(1_700_000_000)
                .setGeneratedAtMs(1_700_000_100)
                .setItems(items)
                .build();
    }
}
