package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TitleMatchTest {

    private final ItemTable items = new ItemTable(FeatureDefinitions.standard());
    private final TitleMatch match = new TitleMatch();

    @Test
    void shouldFindTheMostAlikeWhateverTheCase() {
        title("bag", "Jumbo bag, RED spotty");
        title("box", "Lunch box");
        title("other", "JUMBO BAG red-spotty");
        title("lamp", "Lamp");
        match.read(List.of(items.entry("bag"), items.entry("box")));

        assertThat(match.nearest(items.entry("other"))).isEqualTo(1, within(1e-6f));
        assertThat(match.nearest(items.entry("lamp"))).isZero();
        assertThat(match.nearest(items.entry("untitled"))).isZero();
    }

    @Test
    void shouldCountAWordLessTheMoreItemsHaveIt() {
        title("taken", "red pot");
        title("colour", "red cup");
        title("kind", "blue pot");
        for (int i = 0; i < 10; i++) {
            title("red" + i, "red thing" + i);
        }
        match.read(List.of(items.entry("taken")));

        assertThat(match.nearest(items.entry("kind"))).isGreaterThan(match.nearest(items.entry("colour")));
    }

    @Test
    void shouldForgetAnItemsFormerTitle() {
        title("taken", "red pot");
        title("renamed", "red pot");
        title("renamed", "green jug");
        match.read(List.of(items.entry("taken")));

        assertThat(match.nearest(items.entry("renamed"))).isZero();
        title("alone", "pot");
        items.updateFacts("taken", null);
        assertThat(items.entry("alone").title().words()[0].weight()).isEqualTo(1);
    }

    /** The obvious way: every pair of titles by itself. */
    @Test
    void shouldBeTheLargestCosineOfAnyTwoTitles() {
        var random = new Random(7);
        List<Set<Integer>> titles = new ArrayList<>();
        int[] count = new int[40];
        for (int item = 0; item < 300; item++) {
            Set<Integer> words = new HashSet<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                words.add(Math.min(random.nextInt(40), random.nextInt(40)));
            }
            words.forEach(word -> count[word]++);
            titles.add(words);
            title(
                    "i" + item,
                    String.join(" ", words.stream().map(word -> "w" + word).toList()));
        }
        for (int users = 0; users < 20; users++) {
            int[] taken =
                    random.ints(1 + random.nextInt(150), 0, 300).distinct().toArray();
            match.read(IntStream.of(taken)
                    .mapToObj(item -> items.entry("i" + item))
                    .toList());

            int candidate = random.nextInt(300);
            double nearest = IntStream.of(taken)
                    .mapToDouble(item -> cosine(titles.get(item), titles.get(candidate), count))
                    .max()
                    .orElse(0);

            assertThat(match.nearest(items.entry("i" + candidate))).isEqualTo((float) nearest, within(1e-5f));
        }
    }

    private static double cosine(Set<Integer> one, Set<Integer> other, int[] count) {
        Set<Integer> common = new HashSet<>(one);
        common.retainAll(other);
        return square(common, count) / Math.sqrt(square(one, count) * square(other, count));
    }

    private static double square(Set<Integer> words, int[] count) {
        return words.stream().mapToDouble(word -> 1 / Math.sqrt(count[word])).sum();
    }

    private void title(String item, String title) {
        items.updateFacts(item, ItemFacts.of(title, List.of(), null));
    }
}
