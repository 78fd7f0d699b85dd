package dev.millrace.model.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.factors.ItemHash;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumedItemsTest {

    @Test
    void shouldContainExactlyWhatWasAdded() {
        Random random = new Random(42);
        Set<String> expected = new HashSet<>();
        ConsumedItems consumed = ConsumedItems.NONE;
        for (int n = 0; n < 2000; n++) {
            String id = Integer.toString(random.nextInt(3000));
            expected.add(id);
            consumed = consumed.add(id);
            String other = Integer.toString(random.nextInt(3000));
            assertThat(consumed.contains(other)).isEqualTo(expected.contains(other));
        }
        assertThat(consumed.size()).isEqualTo(expected.size());
        for (int n = 0; n < 3000; n++) {
            assertThat(consumed.contains(Integer.toString(n))).isEqualTo(expected.contains(Integer.toString(n)));
        }
    }

    @Test
    void shouldNotDependOnTheOrderOfArrival() {
        ConsumedItems forwards = ConsumedItems.NONE.add("a").add("b").add("c").add("b");
        ConsumedItems backwards = ConsumedItems.NONE.add("c").add("b").add("a");
        assertThat(forwards).isEqualTo(backwards).hasSameHashCodeAs(backwards);
        assertThat(forwards.add("a")).isSameAs(forwards);
    }

    @Test
    void shouldKnowTheNewestHoweverManyThereAre() {
        ConsumedItems consumed = ConsumedItems.NONE;
        for (int n = 0; n < 3 * ConsumedItems.CAPACITY; n++) {
            consumed = consumed.add("item-" + n);
            assertThat(consumed.contains("item-" + n)).isTrue();
        }
        assertThat(consumed.size()).isEqualTo(ConsumedItems.CAPACITY);
        int known = 0;
        for (int n = 3 * ConsumedItems.CAPACITY - 100; n < 3 * ConsumedItems.CAPACITY; n++) {
            known += consumed.contains("item-" + n) ? 1 : 0;
        }
        assertThat(known).isGreaterThan(90);
    }

    @Test
    void shouldKeepItsHashForEver() {
        // Stored in every user's state: an item whose hash changed would be recommended again.
        assertThat(ItemHash.of("")).isZero();
        assertThat(ItemHash.of("22752")).isEqualTo(0xdd834041);
        assertThat(ItemHash.of("1O")).isNotEqualTo(ItemHash.of("20"));
    }
}
