package dev.millrace.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.evaluation.ListQuality;
import dev.millrace.model.evaluation.PrequentialQuality;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.rules.Rules;
import dev.millrace.training.evaluation.TradePoint.Trade;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    static final Evaluation.Listener SILENT = new Evaluation.Listener() {
        @Override
        public void replay(String method, double done) {}

        @Override
        public void progress(Stage stage, double share) {}
    };
    static final int EVENTS = 1_500;
    static final int HISTORY = 900;

    @Test
    void shouldPutTheSameQuestionsToEveryMethod() {
        Evaluation.Result result = evaluation(shoppers(), 0).run(Variant.ALL, Evaluation.methods(), SILENT);

        assertThat(result.methods()).hasSize(8);
        assertThat(result.methods().values())
                .extracting(quality -> quality.all().n())
                .containsOnly((long) EVENTS - HISTORY);
        assertThat(result.tuned().keySet())
                .contains(
                        "decayed-popularity.half-life-days",
                        "cold-start.half-life-days",
                        "item-knn.decay",
                        "ease.lambda",
                        "ease.decay",
                        "model.alpha0");
    }

    @Test
    void shouldBeatPopularityWhereTastesDiffer() {
        Map<String, PrequentialQuality> methods = evaluation(shoppers(), 0)
                .run(Variant.ALL, Evaluation.methods(), SILENT)
                .methods();

        double popularity = of(methods, "popularity").ndcg20();
        assertThat(popularity).isPositive();
        assertThat(List.of("millrace", "item-knn", "ease", "folded-ials"))
                .allSatisfy(method ->
                        assertThat(of(methods, method).ndcg20()).as(method).isGreaterThan(1.2 * popularity));
    }

    /** Neither the clock nor the number of cores may decide anything. */
    @Test
    void shouldFindTheSameAgain() {
        assertThat(evaluation(shoppers(), 0).run(Variant.NEW, Evaluation.methods(), SILENT))
                .isEqualTo(evaluation(shoppers(), 0).run(Variant.NEW, Evaluation.methods(), SILENT));
    }

    @Test
    void shouldTuneWithoutTheFuture() {
        List<String[]> rows = shoppers();
        List<String[]> otherFuture = new ArrayList<>(rows.subList(0, HISTORY));
        var random = new Random(5);
        for (String[] row : rows.subList(HISTORY, EVENTS)) {
            otherFuture.add(new String[] {row[0], "i" + random.nextInt(60)});
        }

        Evaluation.Result one = evaluation(rows, 0).run(Variant.ALL, Evaluation.methods(), SILENT);
        Evaluation.Result other = evaluation(otherFuture, 0).run(Variant.ALL, Evaluation.methods(), SILENT);

        assertThat(one.tuned()).isEqualTo(other.tuned());
        assertThat(one.methods()).isNotEqualTo(other.methods());
    }

    @Test
    void shouldTradeAccuracyForDiversityAndExploration() {
        Evaluation.Result result =
                evaluation(shoppers(), 0).run(Variant.ALL, List.of(Evaluation.MILLRACE), true, SILENT);

        List<TradePoint> mmr = of(result, Trade.DIVERSITY);
        List<TradePoint> explored = of(result, Trade.EXPLORATION);
        PrequentialQuality plain = result.methods().get(Evaluation.MILLRACE);
        assertThat(mmr.get(0).quality()).isEqualTo(plain);
        assertThat(explored.get(0).quality()).isEqualTo(plain);
        TradePoint mostDiverse = mmr.get(mmr.size() - 1);
        TradePoint mostExplored = explored.get(explored.size() - 1);
        assertThat(diversity(mostDiverse)).isGreaterThan(diversity(mmr.get(0)));
        assertThat(mostExplored.quality().all().ndcg20())
                .isLessThan(explored.get(0).quality().all().ndcg20());
        assertThat(mostExplored.quality().beyond().gini())
                .isLessThan(explored.get(0).quality().beyond().gini());
    }

    private static List<TradePoint> of(Evaluation.Result result, Trade trade) {
        return result.curve().stream().filter(point -> point.trade() == trade).toList();
    }

    private static double diversity(TradePoint point) {
        return point.quality().beyond().diversity();
    }

    @Test
    void shouldPredictASampleOfUsers() {
        Map<String, PrequentialQuality> methods = evaluation(shoppers(), 100)
                .run(Variant.ALL, List.of("popularity"), SILENT)
                .methods();

        assertThat(methods).containsOnlyKeys("popularity");
        assertThat(of(methods, "popularity").n()).isBetween(100L, 140L);
    }

    private static ListQuality of(Map<String, PrequentialQuality> methods, String method) {
        return Objects.requireNonNull(methods.get(method)).all();
    }

    private static Evaluation evaluation(List<String[]> rows, int targets) {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int i = 0; i < rows.size(); i++) {
            log.add(rows.get(i)[0], rows.get(i)[1], "click", 1, i * 600_000L);
        }
        return new Evaluation(
                log.build(),
                Map.of(),
                FeatureDefinitions.standard(),
                PipelineSettings.defaults().withSeed(7),
                Rules.NONE,
                (double) HISTORY / EVENTS,
                targets);
    }

    /** 40 users, each with a liking for one of four groups of 15 items. */
    private static List<String[]> shoppers() {
        var random = new Random(11);
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int user = random.nextInt(40);
            int item = random.nextInt(10) < 8 ? user % 4 * 15 + random.nextInt(15) : random.nextInt(60);
            rows.add(new String[] {"u" + user, "i" + item});
        }
        return rows;
    }
}
