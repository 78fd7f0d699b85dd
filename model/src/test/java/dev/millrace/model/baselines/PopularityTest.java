package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.replay.InteractionLog;

class PopularityTest extends ContenderContract {

    @Override
    Contender contender(InteractionLog log) {
        return new Popularity(log, WEIGHTS, 10 * HOUR);
    }

    @Override
    double[] scores(InteractionLog log, int until, int user) {
        double[] scores = new double[ITEMS];
        for (int event = 0; event < until; event++) {
            double age = log.timestampMs(until) - log.timestampMs(event);
            scores[log.item(event)] += wanted(log, event) ? Math.pow(0.5, age / (10 * HOUR)) : 0;
        }
        return scores;
    }
}
