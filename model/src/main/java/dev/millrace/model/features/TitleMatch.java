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

    private Title[] titles = new Title[128]; // of the user's items
    private float[] inverseLength = new float[128];
    private float[] common = new float[128];
    private int items;

    private int[] words = new int[512]; // that any of the titles has, each once
    private int distinct;
    private int[] begin = new int[1024]; // by word: where the items that have it begin among the owners
    private int[] end = new int[1024]; // and end
    private int[] owners = new int[512];

    /** @param taken the user's items */
    void read(List<ItemEntry> taken) {
        forget();
        items = taken.size();
        if (titles.length < items) {
            titles = new Title[2 * items];
            inverseLength = new float[2 * items];
            common = new float[2 * items];
        }
        int occurrences = 0;
        for (int item = 0; item < items; item++) {
            titles[item] = taken.get(item).title();
            inverseLength[item] = titles[item].inverseLength();
            for (int word : titles[item].numbers()) {
                count(word);
                occurrences++;
            }
        }
        if (owners.length < occurrences) {
            owners = new int[2 * occurrences];
        }
        int at = 0;
        for (int w = 0; w < distinct; w++) {
            begin[words[w]] = at;
            at += end[words[w]];
            end[words[w]] = begin[words[w]];
        }
        for (int item = 0; item < items; item++) {
            for (int word : titles[item].numbers()) {
                owners[end[word]++] = item;
            }
        }
    }

    private void forget() {
        for (int w = 0; w < distinct; w++) {
            begin[words[w]] = 0;
            end[words[w]] = 0;
        }
        distinct = 0;
    }

    private void count(int word) {
        if (word >= end.length) {
            begin = Arrays.copyOf(begin, 2 * word);
            end = Arrays.copyOf(end, 2 * word);
        }
        if (end[word]++ == 0) {
            if (distinct == words.length) {
                words = Arrays.copyOf(words, 2 * distinct);
            }
            words[distinct++] = word;
        }
    }

    /** The most like, 0 to 1; 0 where no word is common. */
    float nearest(ItemEntry candidate) {
        Title title = candidate.title();
        int[] numbers = title.numbers();
        float best = 0;
        for (int w = 0; w < numbers.length; w++) {
            int word = numbers[w];
            if (word < end.length && end[word] > begin[word]) {
                float weight = (float) title.words()[w].weight();
                for (int at = begin[word]; at < end[word]; at++) {
                    int item = owners[at];
                    float sum = common[item] + weight;
                    common[item] = sum;
                    float likeness = sum * inverseLength[item];
                    best = likeness > best ? likeness : best;
                }
            }
        }
        if (best == 0) {
            return 0;
        }
        Arrays.fill(common, 0, items, 0f);
        return Math.min(1, best * title.inverseLength());
    }
}
