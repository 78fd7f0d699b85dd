package dev.millrace.model.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemIndexTest {

    @Test
    void shouldFindEveryItemAndNoOther() {
        for (int n : new int[] {0, 1, 2, 3, 4, 5, 1000, 4096}) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                ids.add("item-" + i * 7);
            }
            ItemIndex index = ItemIndex.of(ids);
            assertThat(index.size()).isEqualTo(n);
            for (int i = 0; i < n; i++) {
                assertThat(index.indexOf(ids.get(i))).isEqualTo(i);
                assertThat(index.id(i)).isEqualTo(ids.get(i));
                assertThat(index.hash(i)).isEqualTo(ItemHash.of(ids.get(i)));
            }
            assertThat(index.indexOf("item-3")).isEqualTo(-1);
            assertThat(index.ids()).isEqualTo(ids);
        }
    }

    @Test
    void shouldRefuseAnIdThatOccursTwice() {
        assertThatThrownBy(() -> ItemIndex.of(List.of("a", "b", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("item id a occurs twice");
    }
}
