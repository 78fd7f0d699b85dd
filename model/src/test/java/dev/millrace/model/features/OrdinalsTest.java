package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrdinalsTest {

    @Test
    void shouldNumberEntriesAsAHashMapWould() {
        var random = new Random(3);
        for (int expected : new int[] {0, 1, 300}) {
            Ordinals ordinals = new Ordinals(expected);
            Map<Integer, Integer> numbers = new HashMap<>();
            for (int i = 0; i < 5_000; i++) {
                int ordinal = random.nextInt(random.nextBoolean() ? 3_000 : Integer.MAX_VALUE);
                ItemEntry entry = new ItemEntry("i" + ordinal, ordinal);
                assertThat(ordinals.find(entry)).isEqualTo(numbers.getOrDefault(ordinal, -1));
                int number = numbers.computeIfAbsent(ordinal, unseen -> numbers.size());
                assertThat(ordinals.add(entry)).isEqualTo(number);
            }
            assertThat(ordinals.size()).isEqualTo(numbers.size());
        }
    }
}
