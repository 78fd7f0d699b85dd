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

/**
 * Lists of implicit ALS alone, from item factors of the history: each user folded in anew for each list, or once at the
 * end of the history and never again. Nothing for users that the factors know nothing of.
 */
public final class FactorLists implements Contender {

    private final InteractionLog log;
    private final ModelBundle model;
    private final FoldIn foldIn;
    private final NormPrunedIndex index;
    private final int[] numbers;
    private final History[] histories;
    private final float[][] frozen;
    private final boolean follows;
    private final int cut;
    private int learnt;

    /**
     * @param model trained on the events before {@code cut}
     * @param follows whether users are folded in again after the cut
     */
    public FactorLists(InteractionLog log, ModelBundle model, int cut, boolean follows) {
        this.log = log;
        this.model = model;
        this.foldIn = new FoldIn(model.factors(), model.foldIn());
        this.index = new NormPrunedIndex(model.factors());
        this.numbers = new int[model.items().size()];
        for (int item = 0; item < log.itemCount(); item++) {
            int row = model.items().indexOf(log.itemId(item));
            if (row >= 0) {
                numbers[row] = item;
            }
        }
        this.histories = new History[log.userCount()];
        Arrays.fill(histories, History.EMPTY);
        this.follows = follows;
        this.frozen = new float[log.userCount()][];
        this.cut = cut;
    }

    @Override
    public void learn(int event) {
        int user = log.user(event);
        histories[user] = histories[user].add(new Event(
                log.itemId(log.item(event)), log.typeName(log.type(event)), log.value(event), log.timestampMs(event)));
        if (++learnt == cut && !follows) {
            for (int u = 0; u < frozen.length; u++) {
                frozen[u] = foldIn.fold(histories[u], model.items());
            }
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        float[] vector = follows ? foldIn.fold(histories[user], model.items()) : frozen[user];
        TopItems found = index.search(vector, k, row -> touched.contains(numbers[row]));
        int[] list = new int[found.size()];
        int size = 0;
        for (int i = 0; i < list.length; i++) {
            if (found.score(i) > 0) {
                list[size++] = numbers[found.item(i)];
            }
        }
        return Arrays.copyOf(list, size);
    }
}
