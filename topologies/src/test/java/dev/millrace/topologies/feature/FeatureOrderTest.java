package dev.millrace.topologies.feature;

import static dev.millrace.topologies.feature.FeatureFlow.T0;
import static dev.millrace.topologies.feature.FeatureFlow.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.avro.CategoryWeight;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.UserFeatures;
import dev.millrace.model.features.Decay;
import dev.millrace.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order in which events and impressions arrive, the features are those of the ordered stream. */
class FeatureOrderTest {

    static final Offset<Double> ROUNDING = within(1e-9);
    static final int USERS = 6;
    static final int ITEMS = 60;
    static final Instant END = T0.plus(Duration.ofDays(3));

    final List<Interaction> events = new ArrayList<>();
    final List<Impression> impressions = new ArrayList<>();

    /** What was published after all events, weights decayed to {@link #END}. */
    record Result(
            Map<String, UserFeatures> users,
            Map<String, ItemFeatures> items,
            Map<String, Map<String, Double>> neighbours) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNotDependOnTheOrderOfArrival(long seed) {
        makeEvents(new Random(seed));
        List<Consumer<FeatureFlow>> arrivals = new ArrayList<>();
        events.forEach(event -> arrivals.add(flow -> flow.happened(event)));
        impressions.forEach(impression -> arrivals.add(flow -> flow.shown(impression)));
        Result ordered = run(arrivals);

        Collections.shuffle(arrivals, new Random(seed + 100));
        Result shuffled = run(arrivals);

        assertSameUsers(shuffled.users(), ordered.users());
        assertSameItems(shuffled.items(), ordered.items());
        assertSameWeights(shuffled.neighbours(), ordered.neighbours());
        assertSameWeights(ordered.neighbours(), pairsOneByOne());
        assertThat(ordered.items().values())
                .anySatisfy(item -> assertThat(item.getClicks()).isPositive());
    }

    private void makeEvents(Random random) {
        for (int i = 0; i < USERS * 40; i++) {
            String user = "user-" + random.nextInt(USERS);
            String item = "item-" + random.nextInt(ITEMS);
            // Few distinct moments, so that some events happen at once.
            Instant at = T0.plus(Duration.ofMinutes(random.nextInt(3 * 24 * 60)));
            events.add(
                    random.nextInt(10) == 0
                            ? Samples.rating(user, item, 1, at)
                            : Samples.interaction(user, item, random.nextBoolean() ? "click" : "view", null, at));
            if (random.nextInt(3) == 0) {
                Instant shown = at.minus(Duration.ofMinutes(random.nextInt(60)));
                impressions.add(Samples.impression(user, shown, item, "item-" + random.nextInt(ITEMS)));
            }
        }
        events.sort(Comparator.comparingLong(Interaction::getTimestampMs));
        impressions.sort(Comparator.comparingLong(Impression::getTimestampMs));
    }

    private static Result run(List<Consumer<FeatureFlow>> arrivals) {
        try (FeatureFlow flow = new FeatureFlow()) {
            for (int i = 0; i < ITEMS; i++) {
                flow.catalog("item-" + i, Samples.item("Item", "category-" + i % 3, "category-" + i % 4));
            }
            arrivals.forEach(arrival -> arrival.accept(flow));
            flow.publish();
            Map<String, UserFeatures> users = new TreeMap<>();
            for (KeyValue<String, UserFeatures> record : flow.users()) {
                users.put(record.key, record.value);
            }
            Map<String, Map<String, Double>> neighbours = new TreeMap<>();
            flow.neighbours().forEach((item, list) -> neighbours.put(item, atTheEnd(list, flow)));
            return new Result(users, flow.items(), neighbours);
        }
    }

    private static Map<String, Double> atTheEnd(ItemNeighbours list, FeatureFlow flow) {
        long halfLifeMs = flow.settings.definitions().neighbourHalfLifeMs();
        double kept = Decay.kept(END.toEpochMilli() - list.getAsOfMs(), halfLifeMs);
        Map<String, Double> weights = new TreeMap<>();
        for (Neighbour neighbour : list.getNeighbours()) {
            weights.put(neighbour.getItemId(), neighbour.getWeight() * kept);
        }
        return weights;
    }

    /** The slow obvious twin: every pair of positive events of every user's sorted history. */
    private Map<String, Map<String, Double>> pairsOneByOne() {
        FeatureSettings settings = FeatureSettings.defaults();
        Map<String, Map<String, Double>> weights = new TreeMap<>();
        for (int u = 0; u < USERS; u++) {
            String user = "user-" + u;
            List<Interaction> history = events.stream()
                    .filter(event -> event.getUserId().equals(user))
                    .filter(event -> !event.getEventType().equals("rating"))
                    .sorted(Comparator.comparingLong(Interaction::getTimestampMs)
                            .thenComparing(Interaction::getItemId)
                            .thenComparing(Interaction::getEventType))
                    .toList();
            for (int newer = 0; newer < history.size(); newer++) {
                int oldest = Math.max(0, newer - settings.definitions().neighbourMaxGap());
                for (int older = oldest; older < newer; older++) {
                    Interaction last = history.get(newer);
                    double weight = Decay.kept(
                                    END.toEpochMilli() - last.getTimestampMs(),
                                    settings.definitions().neighbourHalfLifeMs())
                            / Math.sqrt(newer - older);
                    pair(weights, history.get(older).getItemId(), last.getItemId(), weight);
                }
            }
        }
        return weights;
    }

    private static void pair(Map<String, Map<String, Double>> weights, String one, String other, double weight) {
        if (!one.equals(other)) {
            weights.computeIfAbsent(one, id -> new TreeMap<>()).merge(other, weight, Double::sum);
            weights.computeIfAbsent(other, id -> new TreeMap<>()).merge(one, weight, Double::sum);
        }
    }

    private static void assertSameUsers(Map<String, UserFeatures> actual, Map<String, UserFeatures> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((user, features) -> {
            UserFeatures other = of(actual, user);
            assertClose(other.getDecayedCounts(), features.getDecayedCounts());
            assertThat(other.getLastItems()).isEqualTo(features.getLastItems());
            assertThat(other.getEventCount()).isEqualTo(features.getEventCount());
            assertThat(other.getLastSeenMs()).isEqualTo(features.getLastSeenMs());
            assertThat(other.getFirstSeenMs()).isEqualTo(features.getFirstSeenMs());
            Map<String, Double> weights = new TreeMap<>();
            features.getCategories().forEach(c -> weights.put(c.getCategory(), c.getWeight()));
            assertThat(other.getCategories())
                    .extracting(CategoryWeight::getCategory)
                    .containsExactlyInAnyOrderElementsOf(weights.keySet());
            assertThat(other.getCategories())
                    .allSatisfy(c -> assertThat(c.getWeight()).isCloseTo(of(weights, c.getCategory()), ROUNDING));
        });
    }

    private static void assertSameItems(Map<String, ItemFeatures> actual, Map<String, ItemFeatures> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((item, features) -> {
            ItemFeatures other = of(actual, item);
            assertClose(other.getDecayedCounts(), features.getDecayedCounts());
            assertThat(other.getAsOfMs()).isEqualTo(features.getAsOfMs());
            assertThat(other.getRepeatCount()).isEqualTo(features.getRepeatCount());
            assertThat(other.getEventCount()).isEqualTo(features.getEventCount());
            assertThat(other.getFirstSeenMs()).isEqualTo(features.getFirstSeenMs());
            assertThat(other.getLastSeenMs()).isEqualTo(features.getLastSeenMs());
            assertThat(other.getImpressions()).isCloseTo(features.getImpressions(), ROUNDING);
            assertThat(other.getClicks()).isCloseTo(features.getClicks(), ROUNDING);
        });
    }

    private static void assertSameWeights(
            Map<String, Map<String, Double>> actual, Map<String, Map<String, Double>> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((item, weights) -> {
            assertThat(of(actual, item)).containsOnlyKeys(weights.keySet());
            weights.forEach(
                    (other, weight) -> assertThat(of(of(actual, item), other)).isCloseTo(weight, ROUNDING));
        });
    }

    private static void assertClose(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), ROUNDING);
        }
    }
}
