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

/** What the user took most often, of equals the latest. Hard to beat where repeats count. */
public final class OwnFrequency implements Contender {

    private static final class Taken {
        private int times;
        private int last;
    }

    private final InteractionLog log;
    private final EventWeights weights;
    private final List<Map<Integer, Taken>> users = new ArrayList<>();

    public OwnFrequency(InteractionLog log, EventWeights weights) {
        this.log = log;
        this.weights = weights;
        for (int u = 0; u < log.userCount(); u++) {
            users.add(new HashMap<>());
        }
    }

    @Override
    public void learn(int event) {
        if (weights.of(log.typeName(log.type(event)), log.value(event)) > 0) {
            Taken taken = users.get(log.user(event)).computeIfAbsent(log.item(event), item -> new Taken());
            taken.times++;
            taken.last = event;
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        return users.get(user).entrySet().stream()
                .filter(item -> !touched.contains(item.getKey()))
                .sorted(Comparator.comparingInt((Map.Entry<Integer, Taken> item) -> -item.getValue().times)
                        .thenComparingInt(item -> -item.getValue().last))
                .limit(k)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }
}
