package dev.millrace.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which key a misspelt one was meant to be. */
final class NearestKey {

    private NearestKey() {}

    /** The key with the fewest differing letters, unless more than a third of them differ. */
    static Optional<String> to(String misspelt, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(key -> distance(misspelt, key))
                        .thenComparing(key -> key))
                .filter(key -> distance(misspelt, key) <= Math.max(misspelt.length(), key.length()) / 3);
    }

    /** Levenshtein's distance: insertions, deletions and replacements. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
