package dev.millrace.model.baselines;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.History;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.retrieval.NormPrunedIndex;
import dev.millrace.model.retrieval.TopItems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists of implicit ALS alone: each user folded in anew for each list, or once when the model comes and never again.
 * Nothing for users that the factors know nothing of.
 */
public final class FactorLists implements Contender {

    private final InteractionLog log;
    private final Map<Integer, Supplier<ModelBundle>> trainings;
    private final Map<String, Integer> numberOf = new HashMap<>();
    private final History[] histories;
    private final float[][] frozen;
    private final boolean follows;
    private @Nullable Model model;
    private int learnt;

    /** @param numbers in the log of the model's items, by row */
    private record Model(ModelBundle bundle, FoldIn foldIn, NormPrunedIndex index, int[] numbers) {

        float[] fold(History history) {
            return foldIn.fold(history, bundle.items());
        }
    }

    /**
     * @param trainings by the number of events after which the factors are replaced: the model trained on those events
     * @param follows whether users are folded in again as they act
     */
    public FactorLists(InteractionLog log, Map<Integer, Supplier<ModelBundle>> trainings, boolean follows) {
        this.log = log;
        this.trainings = trainings;
        for (int item = 0; item < log.itemCount(); item++) {
            numberOf.put(log.itemId(item), item);
        }
        this.histories = new History[log.userCount()];
        Arrays.fill(histories, History.EMPTY);
        this.follows = follows;
        this.frozen = new float[log.userCount()][];
    }

    @Override
    public void learn(int event) {
        int user = log.user(event);
        histories[user] = histories[user].add(new Event(
                log.itemId(log.item(event)), log.typeName(log.type(event)), log.value(event), log.timestampMs(event)));
        Supplier<ModelBundle> training = trainings.get(++learnt);
        if (training != null) {
            serve(training.get());
        }
    }

    private void serve(ModelBundle bundle) {
        int[] numbers = new int[bundle.items().size()];
        Arrays.setAll(numbers, row -> numberOf.getOrDefault(bundle.items().id(row), -1));
        Model next = new Model(
                bundle, new FoldIn(bundle.factors(), bundle.foldIn()), new NormPrunedIndex(bundle.factors()), numbers);
        for (int user = 0; user < frozen.length && !follows; user++) {
            frozen[user] = next.fold(histories[user]);
        }
        model = next;
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        Model serving = model;
        if (serving == null) {
            return new int[0];
        }
        float[] vector = follows ? serving.fold(histories[user]) : frozen[user];
        TopItems found = serving.index().search(vector, k, row -> touched.contains(serving.numbers()[row]));
        int[] list = new int[found.size()];
        int size = 0;
        for (int i = 0; i < list.length; i++) {
            if (found.score(i) > 0) {
                list[size++] = serving.numbers()[found.item(i)];
            }
        }
        return Arrays.copyOf(list, size);
    }
}
