package dev.millrace.training.evaluation;

import dev.millrace.model.evaluation.Prequential;
import dev.millrace.model.evaluation.PrequentialQuality;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.rules.Diversity;
import dev.millrace.model.rules.Exploration;
import dev.millrace.model.rules.Rules;
import dev.millrace.training.evaluation.TradePoint.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/** What diversity and exploration cost: the pipeline's lists under one rule after another, in one replay. */
final class TradeCurves {

    private static final double[] LAMBDAS = {1, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3};
    private static final double[] SHARES = {0, 0.02, 0.05, 0.1, 0.2, 0.4};
    private static final int PLACES = 20;

    private record Setting(Trade trade, double value, Rules rules) {}

    private TradeCurves() {}

    /** @param rules that hold beside what is varied */
    static List<TradePoint> measure(
            PipelineState pipeline,
            Rules rules,
            RecommenderSettings settings,
            Prequential protocol,
            DoubleConsumer progress) {
        List<Setting> curve = settings(rules);
        List<PipelineLists> contenders = curve.stream()
                .map(setting -> new PipelineLists(pipeline, setting.rules(), settings))
                .toList();
        List<PrequentialQuality> qualities = protocol.run(contenders, progress);
        List<TradePoint> points = new ArrayList<>();
        for (int i = 0; i < curve.size(); i++) {
            points.add(new TradePoint(curve.get(i).trade(), curve.get(i).value(), qualities.get(i)));
        }
        return points;
    }

    private static List<Setting> settings(Rules rules) {
        List<Setting> settings = new ArrayList<>();
        for (double lambda : LAMBDAS) {
            settings.add(new Setting(Trade.DIVERSITY, lambda, rules.with(new Diversity(lambda, PLACES))));
        }
        for (double share : SHARES) {
            settings.add(new Setting(Trade.EXPLORATION, share, rules.with(new Exploration(share, PLACES))));
        }
        return settings;
    }
}
