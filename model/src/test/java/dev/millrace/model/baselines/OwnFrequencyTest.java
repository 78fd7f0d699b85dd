package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.replay.InteractionLog;

class OwnFrequencyTest extends ContenderContract {

    @Override
    Contender contender(InteractionLog log) {
        return new OwnFrequency(log, WEIGHTS);
    }

    @Override
    double[] scores(InteractionLog log, int until, int user) {
        double[] scores = new double[ITEMS];
        double[] last = new double[ITEMS];
        for (int event : taken(log, until, user)) {
            scores[log.item(event)]++;
            last[log.item(event)] = event + 1;
        }
        for (int item = 0; item < ITEMS; item++) {
            scores[item] += last[item] / (EVENTS + 1);
        }
        return scores;
    }
}
