package dev.millrace.model.foldin;

import dev.millrace.model.preferences.Effect;
import java.util.Arrays;

/**
 * Turns one user's events, given newest first, into {@link WeightedItems} by the rules written there. One reader for
 * serving and for training, so that both read a history alike.
 */
public final class TasteReader {

    private final float gamma;
    private int[] items;
    private float[] weights;
    private int size;
    private double recency = 1;
    private int[] returned = new int[0]; // items of returns that wait for the event they undo; nearly always empty
    private int returns;

    /** @param gamma weight of an event relative to the next newer one; 1 = no decay */
    public TasteReader(int capacity, float gamma) {
        this.gamma = gamma;
        this.items = new int[capacity];
        this.weights = new float[capacity];
    }

    /** Takes the next older event. */
    public void older(int item, Effect effect, float weight) {
        switch (effect) {
            case NOTHING -> {}
            case RETURN -> awaitReturned(item);
            case DISLIKE -> count(item, weight);
            case POSITIVE, INTEREST -> {
                if (!cancelled(item)) {
                    count(item, weight);
                }
            }
        }
    }

    /** What was read; the reader is not used afterwards. */
    public WeightedItems read() {
        return new WeightedItems(items, weights, size);
    }

    private void count(int item, float weight) {
        float decayed = (float) (recency * weight);
        recency *= gamma;
        for (int i = 0; i < size; i++) {
            if (items[i] == item) {
                // The entry's sign is that of the newest event on the item.
                if (weights[i] > 0 == weight > 0) {
                    weights[i] += decayed;
                }
                return;
            }
        }
        append(item, decayed);
    }

    private void append(int item, float weight) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(8, size * 2));
            weights = Arrays.copyOf(weights, items.length);
        }
        items[size] = item;
        weights[size++] = weight;
    }

    private void awaitReturned(int item) {
        if (returns == returned.length) {
            returned = Arrays.copyOf(returned, Math.max(4, returns * 2));
        }
        returned[returns++] = item;
    }

    private boolean cancelled(int item) {
        for (int i = 0; i < returns; i++) {
            if (returned[i] == item) {
                returned[i] = returned[--returns];
                return true;
            }
        }
        return false;
    }
}
