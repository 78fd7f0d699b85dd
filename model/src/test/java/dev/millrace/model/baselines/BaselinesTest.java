package dev.millrace.model.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselinesTest {

    private static final EventWeights WEIGHTS = EventWeights.defaults();
    private static final TouchedItems NOTHING = new TouchedItems();
    private static final int USERS = 12;
    private static final int ITEMS = 15;

    private final InteractionLog log = clicks();

    private static InteractionLog clicks() {
        Random random = new Random(4);
        InteractionLog.Builder builder = InteractionLog.builder();
        for (int i = 0; i < 200; i++) {
            builder.add("u" + random.nextInt(USERS), "i" + random.nextInt(ITEMS), "click", 1, i);
        }
        return builder.build();
    }

    private Contender learnt(Contender contender) {
        for (int event = 0; event < log.size(); event++) {
            contender.learn(event);
        }
        return contender;
    }

    @Test
    void shouldRankByPopularity() {
        int[] counts = new int[ITEMS];
        IntStream.range(0, log.size()).forEach(event -> counts[log.item(event)]++);

        int[] list =
                learnt(new Popularity(log, WEIGHTS, Double.POSITIVE_INFINITY)).list(0, 200, ITEMS, NOTHING);

        assertThat(list).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(Arrays.stream(list).map(item -> counts[item]).boxed().toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void shouldRankWhatTheUserTookMostOftenFirst() {
        int[] own = new int[ITEMS];
        int user = log.user(0);
        IntStream.range(0, log.size())
                .filter(event -> log.user(event) == user)
                .forEach(event -> own[log.item(event)]++);
        int taken = (int) Arrays.stream(own).filter(times -> times > 0).count();

        int[] list = learnt(new OwnFrequency(log, WEIGHTS, 100)).list(user, 200, ITEMS, NOTHING);

        assertThat(list).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(Arrays.stream(list)
                        .map(item -> own[item])
                        .boxed()
                        .limit(taken)
                        .toList())
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotContain(0);
    }

    @Test
    void shouldScoreNeighboursAsTheDefinitionSays() {
        double decay = 0.8;
        List<Set<Integer>> takers = IntStream.range(0, ITEMS)
                .<Set<Integer>>mapToObj(item -> new LinkedHashSet<>())
                .toList();
        Map<Integer, List<Integer>> histories = new HashMap<>();
        for (int event = 0; event < log.size(); event++) {
            takers.get(log.item(event)).add(log.user(event));
            List<Integer> history = histories.computeIfAbsent(log.user(event), user -> new ArrayList<>());
            history.remove((Integer) log.item(event));
            history.add(log.item(event));
        }
        Contender knn = learnt(new ItemKnn(log, WEIGHTS, decay, 100));
        for (int user = 0; user < log.userCount(); user++) {
            List<Integer> history = histories.getOrDefault(user, List.of());
            double[] scores = new double[ITEMS];
            for (int age = 0; age < history.size(); age++) {
                int own = history.get(history.size() - 1 - age);
                for (int other = 0; other < ITEMS; other++) {
                    Set<Integer> both = new LinkedHashSet<>(takers.get(own));
                    both.retainAll(takers.get(other));
                    if (other != own) {
                        scores[other] += Math.pow(decay, age)
                                * both.size()
                                / Math.sqrt((double) takers.get(own).size()
                                        * takers.get(other).size());
                    }
                }
            }
            int[] list = knn.list(user, 200, 5, NOTHING);
            double[] best = Arrays.stream(scores)
                    .map(score -> -score)
                    .sorted()
                    .map(score -> -score)
                    .toArray();
            for (int place = 0; place < list.length; place++) {
                assertThat(scores[list[place]]).isEqualTo(best[place], within(1e-5));
            }
        }
    }

    @Test
    void shouldInvertSymmetricMatrices() {
        int n = 30;
        Random random = new Random(8);
        double[][] x = new double[50][n];
        for (double[] row : x) {
            Arrays.setAll(row, k -> random.nextGaussian());
        }
        double[] matrix = new double[n * n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                for (double[] row : x) {
                    matrix[a * n + b] += row[a] * row[b];
                }
            }
            matrix[a * n + a] += 1;
        }

        double[] inverse = SymmetricInverse.of(matrix.clone(), n);

        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    product += matrix[a * n + k] * inverse[k * n + b];
                }
                assertThat(product).isEqualTo(a == b ? 1 : 0, within(1e-9));
            }
        }
    }

    @Test
    void shouldLeaveTouchedItemsOutOfTheListsOfAMapThatWasLearntAnew() {
        var ease = new Ease(log, WEIGHTS, new Ease.Settings(10, ITEMS, 0.9), new int[] {100}, 50);
        learnt(ease);

        int[] list = ease.list(0, 200, ITEMS, NOTHING);

        assertThat(list).hasSize(ITEMS).doesNotHaveDuplicates();
    }
}
