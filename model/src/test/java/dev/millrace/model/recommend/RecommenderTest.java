package dev.millrace.model.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.features.RankingFeatures;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecommenderTest {

    static final long NOW = 1_700_000_000_000L;
    static final int ITEMS = 60;

    final FeatureDefinitions definitions = FeatureDefinitions.standard();
    final ItemTable items = new ItemTable(definitions);
    final Recommender recommender =
            new Recommender(definitions, RecommenderSettings.defaults(), EventWeights.defaults());

    @Test
    void shouldRecommendWhatTheFactorsSayAndExplainItExactly() {
        ServingModel model = model(null);
        UserPreference user = user("view i0", "view i2", "view i4");

        ScoredList list = recommender.recommend(user, model, items, NOW);

        assertThat(list.vector()).hasSize(2);
        ScoredItem first = list.items().get(0);
        assertThat(first.source()).isEqualTo(Source.PERSONAL);
        assertThat(Integer.parseInt(first.itemId().substring(1)) % 2)
                .as("items of the user's own cluster come first")
                .isZero();
        double explained = first.reasons().stream()
                .mapToDouble(ScoredItem.Reason::contribution)
                .sum();
        int row = model.items().indexOf(first.itemId());
        assertThat(explained)
                .isCloseTo(model.bundle().factors().dot(row, Objects.requireNonNull(list.vector())), within(1e-4));
    }

    @Test
    void shouldLeaveOutConsumedAndDelistedItems() {
        items.updateFacts("i6", null);

        ScoredList list = recommender.recommend(user("purchase i0", "purchase i2"), model(null), items, NOW);

        assertThat(list.items()).extracting(ScoredItem::itemId).doesNotContain("i0", "i2", "i6");
    }

    @Test
    void shouldFollowCoVisitsWhileThereIsNoModel() {
        touch("i0", 1);
        touch("i1", 50);
        touch("i7", 1);
        items.updateNeighbours("i0", new Neighbours(NOW, List.of(new ItemNeighbour("i7", 3))));

        ScoredList list = recommender.recommend(user("view i0"), null, items, NOW);

        assertThat(list.vector()).isNull();
        assertThat(list.items().get(0).itemId()).isEqualTo("i7");
        assertThat(list.items().get(0).source()).isEqualTo(Source.CO_VISITED);
        assertThat(list.items().get(0).reasons()).containsExactly(new ScoredItem.Reason("i0", 0.75f));
        assertThat(list.items()).extracting(ScoredItem::itemId).contains("i1");
    }

    @Test
    void shouldGiveAUserWithoutHistoryWhatTrends() {
        touch("i3", 5);
        touch("i1", 9);

        ScoredList list = recommender.recommend(UserPreference.EMPTY, model(allOnes()), items, NOW);

        assertThat(list.items()).extracting(ScoredItem::itemId).startsWith("i1", "i3");
        assertThat(list.items().get(0).source()).isEqualTo(Source.TRENDING);
    }

    @Test
    void shouldLetTheRankerOrderAndHandOutTheRowsItSaw() {
        touch("i9", 30);
        touch("i8", 3);
        float[] weights = new float[definitions.columns().size()];
        weights[definitions.names().indexOf("item-popularity-3d")] = 1;

        ScoredList list = recommender.recommend(user("view i0"), model(weights), items, NOW);

        assertThat(list.items()).extracting(ScoredItem::itemId).startsWith("i9", "i8");
        var twin = new LinearRanker(weights);
        float[] scores = new float[list.items().size()];
        twin.score(list.rows(), scores.length, scores);
        assertThat(scores[0]).isCloseTo(list.items().get(0).score(), within(1e-5f));
        assertThat(list.width()).isEqualTo(new RankingFeatures(definitions).width());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHandOutNoMoreRowsThanAskedFor(boolean ranked) {
        touch("i9", 30);
        UserPreference user = user("view i0", "view i1");
        ServingModel model = model(ranked ? allOnes() : null);

        ScoredList all = recommender.recommend(user, model, items, NOW);
        ScoredList three = recommender.recommend(user, model, items, NOW, 3);
        ScoredList none = recommender.recommend(user, model, items, NOW, 0);

        assertThat(all.rows()).hasSize(all.items().size() * all.width());
        assertThat(three.items()).isEqualTo(all.items());
        assertThat(three.rows()).isEqualTo(Arrays.copyOf(all.rows(), 3 * all.width()));
        assertThat(none.items()).isEqualTo(all.items());
        assertThat(none.rows()).isEmpty();
    }

    @Test
    void shouldOfferWhatWasTakenBeforeTheHistory() {
        UserPreference user = UserPreference.EMPTY.with(
                new Event("once", "view", 1, NOW - 9_000_000), EventWeights.defaults(), 0, NOW);
        for (int i = 0; i < History.CAPACITY; i++) {
            user = user.with(new Event("i" + i % 5, "view", 1, NOW - 1_000_000 + i), EventWeights.defaults(), 1, NOW);
        }
        items.updateFacts("once", dev.millrace.model.features.ItemFacts.of("once", List.of(), null));
        ServingModel model = model(allOnes());

        assertThat(recommender.recommend(user, model, items, NOW).items())
                .filteredOn(item -> item.itemId().equals("once"))
                .singleElement()
                .satisfies(item -> assertThat(item.source()).isEqualTo(Source.REPEAT));
    }

    @Test
    void shouldGiveTheSameListForTheSameInputs() {
        UserPreference user = user("view i0", "click i5", "dislike i8");
        ServingModel model = model(allOnes());

        ScoredList one = recommender.recommend(user, model, items, NOW);
        ScoredList two = recommender.recommend(user, model, items, NOW);

        assertThat(two.items()).isEqualTo(one.items());
    }

    void touch(String item, int times) {
        ItemSignals signals = ItemSignals.none(definitions);
        for (int i = 0; i < times; i++) {
            signals = signals.touched(1, NOW - i, definitions);
        }
        items.updateSignals(item, signals);
    }

    static UserPreference user(String... events) {
        UserPreference user = UserPreference.EMPTY;
        for (int i = 0; i < events.length; i++) {
            String[] words = events[i].split(" ");
            var event = new Event(words[1], words[0], 1, NOW - 1_000_000 + i);
            user = user.with(event, EventWeights.defaults(), i, NOW);
        }
        return user;
    }

    float[] allOnes() {
        float[] weights = new float[definitions.columns().size()];
        java.util.Arrays.fill(weights, 1);
        return weights;
    }

    /** Two clusters: items with even numbers along one axis, with odd numbers along the other. */
    ServingModel model(float @Nullable [] rankerWeights) {
        var random = new Random(1);
        float[] factors = new float[ITEMS * 2];
        for (int i = 0; i < ITEMS; i++) {
            factors[2 * i + i % 2] = 0.5f + random.nextFloat() / 2;
        }
        List<String> ids = IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList();
        ids.forEach(id -> {
            if (items.find(id) == null) {
                items.updateFacts(id, dev.millrace.model.features.ItemFacts.of(id, List.of(), null));
            }
        });
        var matrix = new FactorMatrix(factors, 2);
        float[] gramian = new float[4];
        for (int i = 0; i < ITEMS; i++) {
            gramian[0] += factors[2 * i] * factors[2 * i];
            gramian[3] += factors[2 * i + 1] * factors[2 * i + 1];
        }
        byte[] ranker = rankerWeights == null ? null : OnnxExport.linear(new LinearRanker(rankerWeights));
        var bundle = new ModelBundle(
                "m1",
                ItemIndex.of(ids),
                matrix,
                gramian,
                FoldInSettings.defaults(),
                ranker == null ? List.of() : definitions.names(),
                ranker);
        return ServingModel.load(bundle, items, definitions);
    }
}
