package dev.millrace.model.foldin;

import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.Effect;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;

/**
 * What a fold-in takes in: distinct items with signed confidences. Above 0 is a preference of 1 held with that
 * confidence, below 0 a preference of 0 held with the confidence's magnitude.
 */
public final class WeightedItems {

    private final int[] items;
    private final float[] weights;
    private final int size;

    WeightedItems(int[] items, float[] weights, int size) {
        this.items = items;
        this.weights = weights;
        this.size = size;
    }

    /**
     * Reads a history, newest event first: the event of age {@code a} weighs {@code γ^a} times its type's weight, where
     * age counts only events that weigh something and whose item the model knows. A return cancels the newest earlier
     * positive event on its item; neither of the two counts or ages others. Repeats of an item add up; when likes and
     * dislikes of one item meet, those on the side of the newest count and the others do not.
     */
    public static WeightedItems of(History history, ItemIndex index, FoldInSettings settings) {
        EventWeights weights = settings.weights();
        TasteReader reader = new TasteReader(history.size(), settings.recencyGamma());
        for (int i = history.size() - 1; i >= 0; i--) {
            Event event = history.get(i);
            Effect effect = weights.effect(event.type(), event.value());
            int item = effect == Effect.NOTHING ? -1 : index.indexOf(event.itemId());
            if (item >= 0) {
                reader.older(item, effect, weights.of(event.type(), event.value()));
            }
        }
        return reader.read();
    }

    public int size() {
        return size;
    }

    /** Row of entry {@code i}; entries come newest first. */
    public int item(int i) {
        return items[i];
    }

    /** Signed confidence of entry {@code i}. */
    public float weight(int i) {
        return weights[i];
    }

    int[] items() {
        return items;
    }

    float[] weights() {
        return weights;
    }
}
