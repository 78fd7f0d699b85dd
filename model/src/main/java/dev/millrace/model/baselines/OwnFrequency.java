package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the user took most often, of equals the latest; topped up with what everybody takes. Hard to beat where repeats
 * count.
 */
public final class OwnFrequency implements Contender {

    private static final class Taken {
        private int times;
        private int last;
    }

    private final InteractionLog log;
    private final EventWeights weights;
    private final Popularity popularity;
    private final List<Map<Integer, Taken>> users = new ArrayList<>();

    /** @param halfLifeMs of the popularity that tops lists up */
    public OwnFrequency(InteractionLog log, EventWeights weights, double halfLifeMs) {
        this.log = log;
        this.weights = weights;
        this.popularity = new Popularity(log, weights, halfLifeMs);
        for (int u = 0; u < log.userCount(); u++) {
            users.add(new HashMap<>());
        }
    }

    @Override
    public void learn(int event) {
        popularity.learn(event);
        if (weights.of(log.typeName(log.type(event)), log.value(event)) > 0) {
            Taken taken = users.get(log.user(event)).computeIfAbsent(log.item(event), item -> new Taken());
            taken.times++;
            taken.last = event;
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        int[] own = users.get(user).entrySet().stream()
                .filter(item -> !touched.contains(item.getKey()))
                .sorted(Comparator.comparingInt((Map.Entry<Integer, Taken> item) -> -item.getValue().times)
                        .thenComparingInt(item -> -item.getValue().last))
                .limit(k)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        return Scores.filled(own, popularity.list(user, nowMs, k, touched), k);
    }
}
