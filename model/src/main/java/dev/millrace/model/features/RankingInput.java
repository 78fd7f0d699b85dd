package dev.millrace.model.features;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The items of one list side by side, with what the model's factors say of them, for {@link RankingFeatures} to read
 * column by column. One per thread, begun anew for each list.
 */
public final class RankingInput {

    private @Nullable ItemEntry[] items = new ItemEntry[0];
    private float[] personal = new float[0];
    private float[] steady = new float[0];
    private float[] personalShares = new float[0];
    private float[] steadyShares = new float[0];
    private int[] ranks = new int[0];
    private int size;
    private float bestPersonal;
    private float bestSteady;

    private float[] own = new float[0]; // values of item i's moment: from i * width on
    private int width;
    private OwnItems.@Nullable Taken[] taken = new OwnItems.Taken[0];
    private int[] following = new int[0];

    /**
     * Forgets the list before.
     *
     * @param bestPersonal highest inner product of the user and an item of the list
     * @param bestSteady the same for the user folded in without regard to recency
     */
    public void begin(float bestPersonal, float bestSteady) {
        size = 0;
        this.bestPersonal = bestPersonal;
        this.bestSteady = bestSteady;
    }

    /**
     * @param personal inner product of user and item; 0 where either is unknown
     * @param rank place by it among the candidates, from 0
     * @param steady the same as {@code personal} for the user folded in without regard to recency
     */
    public void add(ItemEntry item, float personal, int rank, float steady) {
        if (size == items.length) {
            int length = Math.max(512, 2 * size);
            items = Arrays.copyOf(items, length);
            this.personal = Arrays.copyOf(this.personal, length);
            this.steady = Arrays.copyOf(this.steady, length);
            ranks = Arrays.copyOf(ranks, length);
        }
        items[size] = item;
        this.personal[size] = personal;
        this.steady[size] = steady;
        ranks[size++] = rank;
    }

    /** Looks up once per item what several columns need. */
    void read(UserContext user, FeatureDefinitions definitions) {
        width = ItemMoment.width(definitions);
        if (own.length < items.length * width) {
            own = new float[items.length * width];
        }
        if (taken.length < items.length) {
            taken = new OwnItems.Taken[items.length];
            following = new int[items.length];
            personalShares = new float[items.length];
            steadyShares = new float[items.length];
        }
        long beginningMs = ItemMoment.beginning(user.nowMs(), definitions);
        for (int i = 0; i < size; i++) {
            ItemEntry item = item(i);
            item.at(beginningMs, definitions).copy(own, i * width);
            taken[i] = user.own().find(item);
            following[i] = user.following().find(item);
        }
        share(personal, bestPersonal, personalShares);
        share(steady, bestSteady, steadyShares);
    }

    private void share(float[] scores, float best, float[] shares) {
        for (int i = 0; i < size; i++) {
            shares[i] = best > 0 ? scores[i] / best : 0;
        }
    }

    public int size() {
        return size;
    }

    @SuppressWarnings("NullAway") // as many as were added
    ItemEntry item(int i) {
        return items[i];
    }

    /** What is in its {@link ItemMoment} at {@code value}. */
    float own(int i, int value) {
        return own[i * width + value];
    }

    /** The values of all items' moments: those of item {@code i} from {@code i * ownWidth()} on. */
    float[] own() {
        return own;
    }

    int ownWidth() {
        return width;
    }

    OwnItems.@Nullable Taken taken(int i) {
        return taken[i];
    }

    /** As {@link Following#find} says. */
    int following(int i) {
        return following[i];
    }

    float[] personal() {
        return personal;
    }

    /** Of the best of the list. */
    float[] personalShares() {
        return personalShares;
    }

    int rank(int i) {
        return ranks[i];
    }

    float[] steady() {
        return steady;
    }

    /** Of the best of the list. */
    float[] steadyShares() {
        return steadyShares;
    }
}
