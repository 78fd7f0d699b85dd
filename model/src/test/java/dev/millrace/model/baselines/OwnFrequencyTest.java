package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.replay.InteractionLog;

class OwnFrequencyTest extends ContenderContract {

    @Override
    Contender contender(InteractionLog log) {
        return new OwnFrequency(log, WEIGHTS, 10 * HOUR);
    }

    @Override
    double[] scores(InteractionLog log, int until, int user) {
        double[] scores = new double[ITEMS];
        for (int event : taken(log, until, user)) {
            scores[log.item(event)] += wanted(log, event) ? 1 : 0;
        }
        double[] popularity = new PopularityTest().scores(log, until, user);
        for (int item = 0; item < ITEMS; item++) {
            scores[item] += scores[item] == 0 ? 0 : popularity[item] / 1_000;
        }
        return scores;
    }
}
