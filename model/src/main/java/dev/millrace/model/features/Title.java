package dev.millrace.model.features;

import java.util.Arrays;

/**
 * The words of one title, each once. Immutable, but for what the words know.
 *
 * @param numbers of the words: most candidates share no word with the user's items, and are found out without a look at
 *     the words themselves
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Title(TitleWord[] words, int[] numbers) {

    static final Title NONE = of(new TitleWord[0]);

    static Title of(TitleWord[] words) {
        return new Title(words, Arrays.stream(words).mapToInt(TitleWord::number).toArray());
    }

    /** An item has this title now ({@code 1}), or not any more ({@code -1}). */
    void count(int more) {
        for (TitleWord word : words) {
            word.count(more);
        }
    }

    /** One over the length of the vector of the words' weights; 0 without words. */
    float inverseLength() {
        double square = 0;
        for (TitleWord word : words) {
            square += word.weight();
        }
        return square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    }
}
