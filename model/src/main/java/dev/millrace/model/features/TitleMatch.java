package dev.millrace.model.features;

import java.util.Arrays;
import java.util.List;

/**
 * How like the titles of a user's items a candidate's title is: the cosine of their words, each weighing one over the
 * fourth root of the number of items that have it. The user's titles are turned around once per list, since hundreds of
 * candidates are looked up in a hundred of them. One per thread, read anew for each list.
 */
final class TitleMatch {

    private static final int END = -1;

    private final Ordinals known = new Ordinals(512);
    private int[] first = new int[512]; // place of a word's first occurrence in the two below
    private int[] next = new int[512];
    private int[] owner = new int[512];
    private float[] inverseLength = new float[128];
    private float[] common = new float[128];

    /** @param taken the user's items */
    void read(List<ItemEntry> taken) {
        known.clear();
        if (inverseLength.length < taken.size()) {
            inverseLength = new float[2 * taken.size()];
            common = new float[2 * taken.size()];
        }
        int occurrences = 0;
        for (int i = 0; i < taken.size(); i++) {
            TitleWord[] words = taken.get(i).titleWords();
            inverseLength[i] = inverseLength(words);
            for (TitleWord word : words) {
                occurrences = add(word, i, occurrences);
            }
        }
    }

    private int add(TitleWord word, int item, int at) {
        if (at == next.length) {
            next = Arrays.copyOf(next, 2 * at);
            owner = Arrays.copyOf(owner, 2 * at);
            first = Arrays.copyOf(first, 2 * at);
        }
        int before = known.size();
        int number = known.add(word.number());
        next[at] = number == before ? END : first[number];
        owner[at] = item;
        first[number] = at;
        return at + 1;
    }

    /** The most like, 0 to 1; 0 where no word is common. */
    float nearest(ItemEntry candidate) {
        TitleWord[] words = candidate.titleWords();
        float best = 0;
        for (TitleWord word : words) {
            int number = known.find(word.number());
            if (number >= 0) {
                float weight = (float) word.weight();
                for (int at = first[number]; at != END; at = next[at]) {
                    common[owner[at]] += weight;
                    best = Math.max(best, common[owner[at]] * inverseLength[owner[at]]);
                }
            }
        }
        if (best == 0) {
            return 0;
        }
        for (TitleWord word : words) {
            int number = known.find(word.number());
            for (int at = number < 0 ? END : first[number]; at != END; at = next[at]) {
                common[owner[at]] = 0;
            }
        }
        return Math.min(1, best * inverseLength(words));
    }

    private static float inverseLength(TitleWord[] words) {
        double square = 0;
        for (TitleWord word : words) {
            square += word.weight();
        }
        return square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    }
}
