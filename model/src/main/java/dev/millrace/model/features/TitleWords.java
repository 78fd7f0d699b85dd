package dev.millrace.model.features;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of all titles, each once. Any number of threads. */
final class TitleWords {

    /** Words of a title that are read: it may be a thousand characters long. */
    private static final int MOST = 20;

    private static final int SHORTEST = 2;
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final ConcurrentHashMap<String, TitleWord> words = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();

    /** Each word once, in the order of the title, whatever its case. */
    Title of(@Nullable String title) {
        if (title == null || title.isEmpty()) {
            return Title.NONE;
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String word : BETWEEN.split(title.toLowerCase(Locale.ROOT))) {
            if (word.length() >= SHORTEST && distinct.size() < MOST) {
                distinct.add(word);
            }
        }
        return new Title(distinct.stream().map(this::word).toArray(TitleWord[]::new), changes);
    }

    private TitleWord word(String text) {
        return words.computeIfAbsent(text, unseen -> new TitleWord(made.getAndIncrement()));
    }
}
