package dev.millrace.model.features;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The words of one title, each once. Immutable, but for what the words know. */
final class Title {

    static final Title NONE = new Title(new TitleWord[0], new AtomicInteger());

    private final TitleWord[] words;
    private final int[] numbers;
    private final AtomicInteger changes;
    // The number of changes and the length that was right then, as one value: it is asked for by every list.
    private volatile long known;

    /** @param changes of the weights of any of the words, counted by whoever makes one */
    Title(TitleWord[] words, AtomicInteger changes) {
        this.words = words;
        this.numbers = Arrays.stream(words).mapToInt(TitleWord::number).toArray();
        this.changes = changes;
        this.known = known(changes.get());
    }

    TitleWord[] words() {
        return words;
    }

    /**
     * Of the words: most candidates share no word with the user's items, and are found out without a look at the words
     * themselves.
     */
    int[] numbers() {
        return numbers;
    }

    /** An item has this title now ({@code 1}), or not any more ({@code -1}). */
    void count(int more) {
        for (TitleWord word : words) {
            word.count(more);
        }
        changes.incrementAndGet(); // last: who sees the change counted sees it
    }

    /** One over the length of the vector of the words' weights; 0 without words. */
    float inverseLength() {
        int change = changes.get(); // first: what changes meanwhile is worked out again
        long last = known;
        if ((int) (last >>> 32) != change) {
            last = known(change);
            known = last;
        }
        return Float.intBitsToFloat((int) last);
    }

    private long known(int change) {
        double square = 0;
        for (TitleWord word : words) {
            square += word.weight();
        }
        float inverse = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
        return (long) change << 32 | Float.floatToRawIntBits(inverse);
    }
}
