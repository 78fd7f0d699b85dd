package dev.millrace.model.features;

import java.util.Arrays;
import java.util.List;

/**
 * How like the titles of a user's items a candidate's title is: the cosine of their words, each weighing one over the
 * fourth root of the number of items that have it. The user's titles are turned around once per list, since hundreds of
 * candidates are looked up in a hundred of them. Most of what a candidate shares with them is one word that half of
 * them have ("set", "of"): the items that share nothing else are not gone through, since the shortest title among those
 * with the word is the most alike. One per thread, read anew for each list.
 */
final class TitleMatch {

    private Title[] titles = new Title[128]; // of the user's items
    private float[] inverseLength = new float[128];
    private float[] common = new float[128];
    private int[] touched = new int[128];
    private int items;

    private int[] words = new int[512]; // that any of the titles has, each once
    private int distinct;
    private int[] begin = new int[1024]; // by word: where the items that have it begin among the owners
    private int[] end = new int[1024]; // and end
    private int[] owners = new int[512];
    private int[] place = new int[1024]; // by word: its place among the words
    private float[] largest = new float[512]; // by place: inverse length of the shortest title with the word
    private long[] has = new long[512]; // by place: a bit for each item, stride longs long
    private int stride;

    /** @param taken the user's items */
    void read(List<ItemEntry> taken) {
        forget();
        items = taken.size();
        if (titles.length < items) {
            titles = new Title[2 * items];
            inverseLength = new float[2 * items];
            common = new float[2 * items];
            touched = new int[2 * items];
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
        stride = (items + 63) >>> 6;
        if (has.length < distinct * stride) {
            has = new long[2 * distinct * stride];
        }
        if (largest.length < distinct) {
            largest = new float[2 * distinct];
        }
        Arrays.fill(has, 0, distinct * stride, 0);
        Arrays.fill(largest, 0, distinct, 0);
        int at = 0;
        for (int w = 0; w < distinct; w++) {
            place[words[w]] = w;
            begin[words[w]] = at;
            at += end[words[w]];
            end[words[w]] = begin[words[w]];
        }
        for (int item = 0; item < items; item++) {
            for (int word : titles[item].numbers()) {
                owners[end[word]++] = item;
                int w = place[word];
                has[w * stride + (item >>> 6)] |= 1L << item;
                largest[w] = Math.max(largest[w], inverseLength[item]);
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
            place = Arrays.copyOf(place, 2 * word);
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
        int shared = 0;
        int frequent = -1;
        int most = 0;
        for (int w = 0; w < numbers.length; w++) {
            int having = having(numbers[w]);
            shared += having > 0 ? 1 : 0;
            if (having > most) {
                most = having;
                frequent = w;
            }
        }
        if (shared == 0) {
            return 0;
        }
        float weight = (float) title.words()[frequent].weight();
        float best = weight * largest[place[numbers[frequent]]];
        if (shared > 1) {
            best = Math.max(best, withOthers(title, frequent, weight));
        }
        return Math.min(1, best * title.inverseLength());
    }

    /** Of the items that share another word than the frequent one. */
    private float withOthers(Title title, int frequent, float weightOfFrequent) {
        int[] numbers = title.numbers();
        int found = 0;
        for (int w = 0; w < numbers.length; w++) {
            if (w != frequent && having(numbers[w]) > 0) {
                float weight = (float) title.words()[w].weight();
                for (int at = begin[numbers[w]]; at < end[numbers[w]]; at++) {
                    int item = owners[at];
                    if (common[item] == 0) {
                        touched[found++] = item;
                    }
                    common[item] += weight;
                }
            }
        }
        int bits = place[numbers[frequent]] * stride;
        float best = 0;
        for (int i = 0; i < found; i++) {
            int item = touched[i];
            boolean also = (has[bits + (item >>> 6)] >>> item & 1) != 0;
            best = Math.max(best, (common[item] + (also ? weightOfFrequent : 0)) * inverseLength[item]);
            common[item] = 0;
        }
        return best;
    }

    /** How many of the user's titles have the word. */
    private int having(int word) {
        return word < end.length ? end[word] - begin[word] : 0;
    }
}
