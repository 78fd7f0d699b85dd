package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
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
    void shouldCountChosenUsersOnly() {
        boolean[] bob = new boolean[log.userCount()];
        bob[log.user(1)] = true;

        var quality =
                new Prequential(log, 2, log.size(), WEIGHTS, Variant.ALL, bob).run(new InOrderSeen(log), done -> {});

        assertThat(quality.all().n()).isEqualTo(2);
        assertThat(quality.lists()).isEqualTo(1);
    }

    private PrequentialQuality quality(Variant variant) {
        return new Prequential(log, 2, log.size(), WEIGHTS, variant, null).run(new InOrderSeen(log), done -> {});
    }
}
