package dev.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopTest {

    @Test
    void shouldNumberEventsThroughTheWholeRun() {
        Shop shop = new Shop(1, 200, 100, 300);
        List<String> ids = new ArrayList<>();
        shop.past(Integer.MAX_VALUE / 2, event -> collect(ids, event));
        Events next = shop.next(50, event -> collect(ids, event));
        assertThat(next.first()).isEqualTo(shop.history().size());
        assertThat(ids).hasSize(shop.history().size() + 50).doesNotHaveDuplicates();
        assertThat(ids.get(ids.size() - 1)).isEqualTo(Events.id(ids.size() - 1));
    }

    @Test
    void shouldTakeTheEndOfThePast() {
        Shop shop = new Shop(1, 200, 100, 300);
        List<String> items = new ArrayList<>();
        Events past = shop.past(40, event -> {
            items.add(event.getItemId());
            return new byte[0];
        });
        assertThat(past.size()).isEqualTo(40);
        int last = shop.history().size() - 1;
        assertThat(items.get(39)).isEqualTo(shop.history().itemId(shop.history().item(last)));
    }

    @Test
    void shouldKeepTheEventsOfAUserApartAndInOrder() {
        Shop shop = new Shop(1, 500, 100, 300);
        List<Interaction> events = new ArrayList<>();
        shop.next(2_000, event -> {
            events.add(event);
            return new byte[0];
        });
        Map<String, Interaction> last = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Interaction before = last.put(events.get(i).getUserId(), events.get(i));
            if (before != null && before.getSessionId().equals(events.get(i).getSessionId())) {
                assertThat(events.get(i).getTimestampMs()).isGreaterThan(before.getTimestampMs());
                assertThat(i - events.indexOf(before)).isGreaterThanOrEqualTo(40);
            }
        }
    }

    private static byte[] collect(List<String> ids, Interaction event) {
        ids.add(event.getEventId());
        return event.getEventId().getBytes(StandardCharsets.UTF_8);
    }
}
