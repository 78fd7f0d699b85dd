package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.replay.InteractionLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class ItemKnnTest extends ContenderContract {

    static final double DECAY = 0.8;

    @Override
    Contender contender(InteractionLog log) {
        return new ItemKnn(log, WEIGHTS, DECAY);
    }

    /** Cosines of the sets of takers. */
    @Override
    double[] scores(InteractionLog log, int until, int user) {
        List<Set<Integer>> takers = IntStream.range(0, ITEMS)
                .<Set<Integer>>mapToObj(item -> new HashSet<>())
                .toList();
        IntStream.range(0, until).filter(event -> positive(log, event)).forEach(event -> takers.get(log.item(event))
                .add(log.user(event)));
        double[] scores = new double[ITEMS];
        double weight = 1;
        for (int own : newestFirst(log, until, user)) {
            for (int other = 0; other < ITEMS; other++) {
                Set<Integer> both = new HashSet<>(takers.get(own));
                both.retainAll(takers.get(other));
                if (other != own && !both.isEmpty()) {
                    scores[other] += weight
                            * both.size()
                            / Math.sqrt((double) takers.get(own).size()
                                    * takers.get(other).size());
                }
            }
            weight *= DECAY;
        }
        return scores;
    }
}
