package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.TouchedItems;
import java.util.Arrays;

/** Picks the best of dense scores. */
final class Scores {

    private Scores() {}

    /**
     * The {@code k} items with the highest scores above 0 that were not touched, best first, of equals the lower
     * number.
     */
    static int[] top(double[] scores, int k, TouchedItems touched) {
        int[] best = new int[k];
        int size = 0;
        for (int item = 0; item < scores.length; item++) {
            boolean enters = scores[item] > 0 && (size < k || scores[item] > scores[best[size - 1]]);
            if (enters && !touched.contains(item)) {
                int at = Math.min(size, k - 1);
                while (at > 0 && scores[best[at - 1]] < scores[item]) {
                    best[at] = best[at - 1];
                    at--;
                }
                best[at] = item;
                size = Math.min(size + 1, k);
            }
        }
        return Arrays.copyOf(best, size);
    }

    /** {@code first}, topped up to {@code k} from {@code rest}. */
    static int[] filled(int[] first, int[] rest, int k) {
        int[] list = Arrays.copyOf(first, k);
        int size = first.length;
        for (int i = 0; i < rest.length && size < k; i++) {
            int item = rest[i];
            boolean listed = false;
            for (int j = 0; j < size && !listed; j++) {
                listed = list[j] == item;
            }
            if (!listed) {
                list[size++] = item;
            }
        }
        return Arrays.copyOf(list, size);
    }
}
