package dev.millrace.model.foldin;

import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.Effect;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.function.IntUnaryOperator;

/**
 * What a fold-in takes in: distinct items with signed confidences. Above 0 is a preference of 1 held with that
 * confidence, below 0 a preference of 0 held with the confidence's magnitude.
 */
public final class WeightedItems {

    private final int[] items;
    private final float[] weights;
    private final int size;
    private final ExtraRows extra;

    WeightedItems(int[] items, float[] weights, int size) {
        this(items, weights, size, ExtraRows.NONE);
    }

    private WeightedItems(int[] items, float[] weights, int size, ExtraRows extra) {
        this.items = items;
        this.weights = weights;
        this.size = size;
        this.extra = extra;
    }

    /**
     * Reads a history, newest event first: the event of age {@code a} weighs {@code γ^a} times its type's weight, where
     * age counts only events that weigh something and whose item the model knows. A return cancels the newest earlier
     * positive event on its item; neither of the two counts or ages others. Repeats of an item add up; when likes and
     * dislikes of one item meet, those on the side of the newest count and the others do not.
     */
    public static WeightedItems of(History history, ItemIndex index, FoldInSettings settings) {
        return of(history, index, settings, UnseenItems.NONE);
    }

    /** The same where items that the model does not know count too, as far as {@code unseen} has their vectors. */
    public static WeightedItems of(History history, ItemIndex index, FoldInSettings settings, UnseenItems unseen) {
        return of(history, i -> index.indexOf(history.get(i).itemId()), index.size(), settings, unseen);
    }

    /**
     * The same where the rows are at hand.
     *
     * @param rows the model's row of the item of event {@code i} of the history; -1 when the model does not know it
     * @param known rows that the model has
     */
    public static WeightedItems of(
            History history, IntUnaryOperator rows, int known, FoldInSettings settings, UnseenItems unseen) {
        EventWeights weights = settings.weights();
        ExtraRows extra = new ExtraRows(known, unseen);
        TasteReader reader = new TasteReader(history.size(), settings.recencyGamma());
        for (int i = history.size() - 1; i >= 0; i--) {
            Event event = history.get(i);
            Effect effect = weights.effect(event.type(), event.value());
            int item = effect == Effect.NOTHING ? -1 : rows.applyAsInt(i);
            if (item < 0 && effect != Effect.NOTHING) {
                item = extra.row(event.itemId());
            }
            if (item >= 0) {
                reader.older(item, effect, weights.of(event.type(), event.value()));
            }
        }
        WeightedItems read = reader.read();
        return new WeightedItems(read.items, read.weights, read.size, extra);
    }

    public int size() {
        return size;
    }

    /** Row of entry {@code i}; entries come newest first. */
    public int item(int i) {
        return items[i];
    }

    /** Id of the item at a row of the model or beyond: the inverse of {@link #item}. */
    public String itemId(int row, ItemIndex index) {
        return row < index.size() ? index.id(row) : extra.id(row);
    }

    /** Signed confidence of entry {@code i}. */
    public float weight(int i) {
        return weights[i];
    }

    /** Vectors of the rows beyond the model's. */
    float[][] extra() {
        return extra.vectors();
    }

    int[] items() {
        return items;
    }

    float[] weights() {
        return weights;
    }

    /** These items with no confidence beyond {@code most} in size. */
    public WeightedItems bounded(float most) {
        float[] bounded = weights.clone();
        for (int i = 0; i < size; i++) {
            bounded[i] = Math.max(-most, Math.min(most, bounded[i]));
        }
        return new WeightedItems(items, bounded, size, extra);
    }
}
