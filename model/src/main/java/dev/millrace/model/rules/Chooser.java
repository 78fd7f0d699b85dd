package dev.millrace.model.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands out candidates one by one: the best one the caps admit, where best is the given order or, for the first
 * positions, maximal marginal relevance.
 *
 * <p>Similarity of two items is the larger of the Jaccard index of their categories and their co-visitation weight
 * relative to the heaviest neighbour; relevance is the score scaled to 0 to 1 over the candidates.
 */
final class Chooser {

    private final List<ListedItem> candidates;
    private final Diversity diversity;
    private final Shelf shelf;
    private final boolean[] gone;
    private final double[] relevance;
    private final double[] similarity;
    private final Map<String, Integer> indexes = new HashMap<>();
    private int head;

    /** @param candidates best first, no item twice */
    Chooser(List<ListedItem> candidates, Diversity diversity, Shelf shelf) {
        this.candidates = candidates;
        this.diversity = diversity;
        this.shelf = shelf;
        this.gone = new boolean[candidates.size()];
        this.similarity = new double[candidates.size()];
        this.relevance = diversity.isOff() ? new double[0] : scaled(candidates);
        if (!diversity.isOff()) {
            for (int i = 0; i < candidates.size(); i++) {
                indexes.put(candidates.get(i).itemId(), i);
            }
        }
    }

    /** Takes the best candidate that the draft admits at its next position; null when there is none. */
    @Nullable
    ListedItem next(Draft draft) {
        int position = draft.nextPosition();
        int best = -1;
        double bestValue = Double.NEGATIVE_INFINITY;
        boolean diversify = !diversity.isOff() && position <= diversity.first();
        while (head < gone.length && gone[head]) {
            head++;
        }
        for (int i = head; i < gone.length; i++) {
            if (gone[i] || !isFree(i, draft, position)) {
                continue;
            }
            if (!diversify) {
                best = i;
                break;
            }
            double value = diversity.lambda() * relevance[i] - (1 - diversity.lambda()) * similarity[i];
            if (value > bestValue) {
                best = i;
                bestValue = value;
            }
        }
        if (best < 0) {
            return null;
        }
        gone[best] = true;
        return candidates.get(best);
    }

    /**
     * Takes any candidate that the draft admits, each with the same probability; null when there is none.
     *
     * @param share probability with which this place was to be drawn for
     */
    @Nullable
    ListedItem drawn(Draft draft, double share, SplittableRandom random) {
        int position = draft.nextPosition();
        int[] free = IntStream.range(0, gone.length)
                .filter(i -> !gone[i] && isFree(i, draft, position))
                .toArray();
        if (free.length == 0) {
            return null;
        }
        int index = free[random.nextInt(free.length)];
        gone[index] = true;
        return candidates.get(index).explored((float) (share / free.length));
    }

    private boolean isFree(int index, Draft draft, int position) {
        String itemId = candidates.get(index).itemId();
        return !draft.has(itemId) && draft.admits(itemId, position);
    }

    /** Tells that the item is now in the list, from wherever it came. */
    void listed(String itemId) {
        if (diversity.isOff()) {
            return;
        }
        List<String> categories = shelf.categories(itemId);
        if (!categories.isEmpty()) {
            for (int i = 0; i < gone.length; i++) {
                if (!gone[i]) {
                    raise(
                            i,
                            jaccard(
                                    categories,
                                    shelf.categories(candidates.get(i).itemId())));
                }
            }
        }
        double[] heaviest = {0};
        shelf.coVisited(itemId, (other, weight) -> {
            heaviest[0] = Math.max(heaviest[0], weight);
            Integer index = indexes.get(other);
            if (index != null && weight > 0) {
                raise(index, weight / heaviest[0]);
            }
        });
    }

    private void raise(int index, double to) {
        similarity[index] = Math.max(similarity[index], to);
    }

    static double jaccard(List<String> a, List<String> b) {
        long shared = a.stream().distinct().filter(b::contains).count();
        long all = a.stream().distinct().count() + b.stream().distinct().count() - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    private static double[] scaled(List<ListedItem> candidates) {
        double[] scores = candidates.stream().mapToDouble(ListedItem::score).toArray();
        double least = Arrays.stream(scores).min().orElse(0);
        double range = Arrays.stream(scores).max().orElse(0) - least;
        return Arrays.stream(scores)
                .map(score -> range > 0 ? (score - least) / range : 1)
                .toArray();
    }
}
