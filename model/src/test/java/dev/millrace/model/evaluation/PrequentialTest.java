package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrequentialTest {

    private static final EventWeights WEIGHTS = EventWeights.defaults();

    /** Lists the items in the order in which they were first learnt, and writes down what it was asked. */
    private static final class InOrderSeen implements Contender {

        private final InteractionLog log;
        private final List<Integer> seen = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();

        InOrderSeen(InteractionLog log) {
            this.log = log;
        }

        @Override
        public void learn(int event) {
            calls.add("learn " + event);
            if (!seen.contains(log.item(event))) {
                seen.add(log.item(event));
            }
        }

        @Override
        public int[] list(int user, long nowMs, int k, TouchedItems touched) {
            calls.add("list " + log.userId(user) + "@" + nowMs);
            return seen.stream()
                    .filter(item -> !touched.contains(item))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    private final InteractionLog log = InteractionLog.builder()
            .add("ann", "a", "click", 1, 1)
            .add("bob", "b", "click", 1, 2)
            // One basket of two lines and a return; then a repeat, then an item that nobody knows.
            .add("bob", "a", "click", 1, 3)
            .add("bob", "c", "click", 1, 3)
            .add("ann", "b", "return", 1, 3)
            .add("ann", "a", "click", 1, 4)
            .add("ann", "c", "click", 1, 5)
            .build();

    @Test
    void shouldPredictAMomentBeforeLearningAnyOfIt() {
        var contender = new InOrderSeen(log);

        new Prequential(log, 2, log.size(), WEIGHTS, Variant.ALL, null).run(contender, done -> {});

        assertThat(contender.calls)
                .containsExactly(
                        "learn 0",
                        "learn 1",
                        "list bob@3",
                        "learn 2",
                        "learn 3",
                        "learn 4",
                        "list ann@4",
                        "learn 5",
                        "list ann@5",
                        "learn 6");
    }

    @Test
    void shouldCountRepeatsOnlyWhereTheyAreAskedFor() {
        // all: a at rank 1, c unknown, a at rank 1 again, c at rank 3.
        ListQuality all = quality(Variant.ALL).all();
        assertThat(all.n()).isEqualTo(4);
        assertThat(all.hr10()).isEqualTo(0.75);
        assertThat(all.ndcg20()).isEqualTo((1 + 0 + 1 + 0.5) / 4, within(1e-12));
        assertThat(all.mrr20()).isEqualTo((1 + 0 + 1 + 1.0 / 3) / 4, within(1e-12));
        assertThat(all.coverage20()).isEqualTo(1);

        // new: bob's a at rank 1 (b is touched), c unknown; ann has touched a and b, so c leads.
        ListQuality fresh = quality(Variant.NEW).all();
        assertThat(fresh.n()).isEqualTo(3);
        assertThat(fresh.ndcg20()).isEqualTo((1 + 0 + 1) / 3.0, within(1e-12));
    }

    @Test
    void shouldCountChosenEventsOnly() {
        BitSet bob = new BitSet();
        bob.set(2, 4);

        var quality =
                new Prequential(log, 2, log.size(), WEIGHTS, Variant.ALL, bob).run(new InOrderSeen(log), done -> {});

        assertThat(quality.all().n()).isEqualTo(2);
        assertThat(quality.lists()).isEqualTo(1);
    }

    @Test
    void shouldRefuseListsThatBreakTheRules() {
        var prequential = new Prequential(log, 5, log.size(), WEIGHTS, Variant.NEW, null);

        assertThatThrownBy(() -> prequential.run(new Fixed(2, 2), done -> {})).hasMessageContaining("[2, 2]");
        assertThatThrownBy(() -> prequential.run(new Fixed(0), done -> {})).hasMessageContaining("[0]");
        assertThatThrownBy(() -> prequential.run(new Fixed(new int[21]), done -> {}))
                .hasMessageContaining("too long");
        // An item of the catalogue that is not in the log takes a place.
        assertThat(prequential.run(new Fixed(-1, 2), done -> {}).all().mrr20()).isEqualTo(0.5);
    }

    @Test
    void shouldDrawWholeUsersOrSingleEvents() {
        var builder = InteractionLog.builder();
        for (int i = 0; i < 1_000; i++) {
            builder.add("u" + i % 100, "i" + i % 7, i % 2 == 0 ? "click" : "other", 1, i);
        }
        InteractionLog many = builder.build();

        BitSet users = Prequential.ofSomeUsers(many, 500, 1_000, WEIGHTS, 22, 3);
        BitSet events = Prequential.some(many, 500, 1_000, WEIGHTS, 22, 3);

        assertThat(users.stream().filter(event -> event % 2 == 0)).hasSize(25);
        assertThat(users.stream().map(many::user).distinct().filter(user -> user % 2 == 0))
                .hasSize(5);
        assertThat(users.stream()).allMatch(event -> event >= 500);
        assertThat(users).isEqualTo(Prequential.ofSomeUsers(many, 500, 1_000, WEIGHTS, 22, 3));
        assertThat(events.stream()).hasSize(22).allMatch(event -> event >= 500 && event % 2 == 0);
        assertThat(events).isNotEqualTo(Prequential.some(many, 500, 1_000, WEIGHTS, 22, 4));
    }

    private record Fixed(int... items) implements Contender {

        @Override
        public void learn(int event) {}

        @Override
        public int[] list(int user, long nowMs, int k, TouchedItems touched) {
            return items;
        }
    }

    private PrequentialQuality quality(Variant variant) {
        return new Prequential(log, 2, log.size(), WEIGHTS, variant, null).run(new InOrderSeen(log), done -> {});
    }
}
