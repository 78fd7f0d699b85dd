package dev.millrace.model.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.Prequential;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every method in an evaluation keeps, with its slow twin beside it. */
abstract class ContenderContract {

    static final EventWeights WEIGHTS =
            EventWeights.fromMap(Map.of("event.weights.click", "1", "event.weights.rating", "1 stars"));
    static final TouchedItems NOTHING = new TouchedItems();
    static final int USERS = 15;
    static final int ITEMS = 25;
    static final int EVENTS = 300;
    static final int PREFIX = 200;
    static final long HOUR = 3_600_000;

    private record Row(String user, String item, String type, float value) {}

    /** A fresh contender that learns from this log. */
    abstract Contender contender(InteractionLog log);

    /** The score of each item after the events before {@code until}, told as plainly as can be; 0 = not listed. */
    abstract double[] scores(InteractionLog log, int until, int user);

    @Test
    void shouldListWhatTheSlowTwinScoresBest() {
        for (int seed = 0; seed < 5; seed++) {
            InteractionLog log = log(seed, seed);
            Contender contender = contender(log);
            for (int event = 0; event < EVENTS; event++) {
                int user = log.user(event);
                double[] scores = scores(log, event, user);
                double[] best = Arrays.stream(scores)
                        .filter(score -> score > 1e-9)
                        .map(score -> -score)
                        .sorted()
                        .map(score -> -score)
                        .toArray();
                int[] list = contender.list(user, log.timestampMs(event), 8, NOTHING);
                assertThat(list).as("event %d of seed %d", event, seed).hasSize(Math.min(8, best.length));
                for (int place = 0; place < list.length; place++) {
                    assertThat(scores[list[place]])
                            .as("event %d of seed %d, place %d", event, seed, place)
                            .isEqualTo(best[place], within(1e-5 * best[place]));
                }
                contender.learn(event);
            }
        }
    }

    @Test
    void shouldNotSeeTheFuture() {
        InteractionLog one = log(3, 3);
        InteractionLog other = log(3, 4);
        Contender knowing = contender(one);
        Contender ofAnotherFuture = contender(other);
        for (int event = 0; event < PREFIX; event++) {
            knowing.learn(event);
            ofAnotherFuture.learn(event);
        }

        long now = one.timestampMs(PREFIX);
        for (int user = 0; user < USERS; user++) {
            assertThat(knowing.list(user, now, 20, NOTHING)).isEqualTo(ofAnotherFuture.list(user, now, 20, NOTHING));
        }
    }

    /** The protocol refuses touched items, repeats and long lists. */
    @Test
    void shouldKeepTheRulesOfLists() {
        InteractionLog log = log(5, 5);
        for (Variant variant : Variant.values()) {
            assertThat(new Prequential(log, 20, EVENTS, WEIGHTS, variant, null)
                            .run(contender(log), done -> {})
                            .lists())
                    .isGreaterThan(50);
        }
    }

    /** The first {@value #PREFIX} events depend on the first seed only, the others are shuffled by the second one. */
    static InteractionLog log(int seed, int futureSeed) {
        var random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int user = random.nextInt(USERS);
            int item = (user * 3 + random.nextInt(1 + random.nextInt(ITEMS))) % ITEMS;
            String type = List.of("click", "click", "rating", "other").get(random.nextInt(4));
            // All users and items come early, so that their numbers do not depend on the future.
            rows.add(new Row("u" + (i < USERS ? i : user), "i" + (i < ITEMS ? i : item), type, 1 + random.nextInt(5)));
        }
        Collections.shuffle(rows.subList(PREFIX, EVENTS), new Random(futureSeed));
        InteractionLog.Builder log = InteractionLog.builder();
        for (int i = 0; i < EVENTS; i++) {
            Row row = rows.get(i);
            log.add(row.user(), row.item(), row.type(), row.value(), i / 2 * HOUR);
        }
        return log.build();
    }

    /** What counts as a target: of stars, four and five. */
    static boolean wanted(InteractionLog log, int event) {
        String type = log.typeName(log.type(event));
        return type.equals("click") || (type.equals("rating") && log.value(event) >= 4);
    }

    /** Targets and interests: of stars, all but the dislikes. */
    static boolean positive(InteractionLog log, int event) {
        String type = log.typeName(log.type(event));
        return type.equals("click") || (type.equals("rating") && log.value(event) > 1);
    }

    /** Positive events of the user, interests among them, before {@code until}, oldest first. */
    static int[] taken(InteractionLog log, int until, int user) {
        return IntStream.range(0, until)
                .filter(event -> log.user(event) == user && positive(log, event))
                .toArray();
    }

    /** Distinct items of those events, the one taken last first. */
    static List<Integer> newestFirst(InteractionLog log, int until, int user) {
        List<Integer> items = new ArrayList<>();
        for (int event : taken(log, until, user)) {
            items.remove((Integer) log.item(event));
            items.add(0, log.item(event));
        }
        return items;
    }
}
