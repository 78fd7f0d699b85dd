package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FactorSearchTest {

    private static final EventWeights EQUAL =
            EventWeights.fromMap(Map.of("event.weights.view", "1", "event.weights.purchase", "1"));

    /** Views go anywhere, purchases stay on the user's shelf: a view is worth less than a purchase. */
    @Test
    void shouldFindOutWhatEachTypeIsWorth() {
        InteractionLog log = shoppers();
        FactorSearch.Found found = search(log, new FactorSearch.Budget(2, Duration.ofMinutes(5)));

        float view = found.weights().of("view", 1);
        float purchase = found.weights().of("purchase", 1);
        assertThat(view).isLessThan(purchase);
        assertThat(found.ndcg20())
                .isGreaterThan(search(log, new FactorSearch.Budget(1, Duration.ofMinutes(5)))
                        .ndcg20());
    }

    @Test
    void shouldLeaveWeightsAloneWithoutABudget() {
        assertThat(search(shoppers(), new FactorSearch.Budget(1, Duration.ZERO)).weights())
                .isEqualTo(EQUAL);
    }

    private static FactorSearch.Found search(InteractionLog log, FactorSearch.Budget budget) {
        int until = log.cut(0.8);
        int[] purchases = IntStream.range(until, log.size())
                .filter(event -> log.typeName(log.type(event)).equals("purchase"))
                .toArray();
        var cases = Case.of(log, UserTimelines.of(log), EQUAL, purchases);
        return new FactorSearch(log, until, EQUAL, cases, 3, 1, (stage, done) -> {})
                .run(FactorChoice.DEFAULT, budget, () -> 0);
    }

    private static InteractionLog shoppers() {
        var random = new Random(2);
        InteractionLog.Builder log = InteractionLog.builder();
        for (int event = 0; event < 6_000; event++) {
            int user = random.nextInt(150);
            boolean purchase = random.nextInt(3) == 0;
            int item = purchase ? user % 6 * 40 + random.nextInt(40) : random.nextInt(240);
            log.add("u" + user, "i" + item, purchase ? "purchase" : "view", 1, 1_000_000L + 60_000L * event);
        }
        return log.build();
    }
}
