package dev.millrace.model.baselines;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;

/**
 * The distinct items of each user's positive events, oldest first by the latest event on each. Middling stars count as
 * well: both methods on top of it are better for it (MovieLens ml-latest-small, NDCG@20: item-kNN .0777 instead of
 * .0764, EASE .0768 instead of .0723).
 */
final class UserItems {

    private final InteractionLog log;
    private final EventWeights weights;
    private final int[][] items;
    private final int[] sizes;

    UserItems(InteractionLog log, EventWeights weights) {
        this.log = log;
        this.weights = weights;
        this.items = new int[log.userCount()][8];
        this.sizes = new int[log.userCount()];
    }

    boolean isPositive(int event) {
        return weights.of(log.typeName(log.type(event)), log.value(event)) > 0;
    }

    /** Adds the item of a positive event as the newest one; whether the user had not taken it before. */
    boolean add(int event) {
        int user = log.user(event);
        int item = log.item(event);
        int size = sizes[user];
        int[] own = items[user];
        int at = 0;
        while (at < size && own[at] != item) {
            at++;
        }
        boolean first = at == size;
        if (first && size == own.length) {
            own = Arrays.copyOf(own, 2 * size);
            items[user] = own;
        }
        System.arraycopy(own, at + 1, own, at, Math.max(0, size - at - 1));
        sizes[user] = first ? size + 1 : size;
        own[sizes[user] - 1] = item;
        return first;
    }

    int size(int user) {
        return sizes[user];
    }

    /** The item with {@code age} newer ones after it. */
    int newest(int user, int age) {
        return items[user][sizes[user] - 1 - age];
    }
}
