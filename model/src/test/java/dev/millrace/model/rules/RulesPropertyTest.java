package dev.millrace.model.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for any rules, items and candidates, over a thousand seeded worlds. */
class RulesPropertyTest {

    static final int WORLDS = 1_000;
    static final int ITEMS = 60;

    @Test
    void shouldNeverShowWhatMayNotBeShownAndNothingTwice() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed);
            List<String> ids = ListMakerTest.ids(world.make());

            assertThat(ids).as("seed %d", seed).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(world.length);
            assertThat(ids).as("seed %d", seed).allMatch(id -> world.rules.mayShow(id, world.shelf, 0));
        }
    }

    @Test
    void shouldHoldEveryCap() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed);
            List<String> ids = ListMakerTest.ids(world.make());

            for (CategoryCap cap : world.rules.caps()) {
                long shown = ids.stream()
                        .limit(cap.first())
                        .filter(id -> world.shelf.categories(id).contains(cap.category()))
                        .count();
                assertThat(shown).as("seed %d, %s", seed, cap).isLessThanOrEqualTo(cap.atMost());
            }
        }
    }

    @Test
    void shouldKeepTheOrderOfItemsThatNoRuleTouches() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed).withoutDiversity();
            List<String> shown = new ArrayList<>(ListMakerTest.ids(world.make()));
            List<String> untouched = world.candidates.stream()
                    .map(ListedItem::itemId)
                    .filter(world::isUntouched)
                    .toList();
            shown.retainAll(untouched);

            assertThat(shown)
                    .as("seed %d", seed)
                    .isEqualTo(untouched.stream().filter(shown::contains).toList());
        }
    }

    @Test
    void shouldFillTheListWhileAnythingFits() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed);
            List<String> ids = ListMakerTest.ids(world.make());

            if (ids.size() < world.length) {
                var draft = new Draft(world.rules.caps(), world.shelf);
                ids.forEach(id -> draft.place(new ListedItem(id, 0, "personal")));
                assertThat(world.all())
                        .as("seed %d", seed)
                        .filteredOn(id -> world.rules.mayShow(id, world.shelf, 0) && !world.consumed.contains(id))
                        .filteredOn(id -> !ids.contains(id))
                        .noneMatch(id -> draft.admits(id, draft.nextPosition()));
            }
        }
    }

    @Test
    void shouldNotBringConsumedItemsFromTheLadder() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed);

            assertThat(world.make().items())
                    .as("seed %d", seed)
                    .filteredOn(item -> Set.of("segment", "trending", "new").contains(item.source()))
                    .noneMatch(item -> world.consumed.contains(item.itemId()));
        }
    }

    @Test
    void shouldGiveTheSameListForTheSameInput() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(new World(seed).make()).isEqualTo(new World(seed).make());
        }
    }

    @Test
    void shouldTakeTheCandidatesAtOnceAsItWouldPlaceByPlace() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed);
            world.rules = world.rulesWith(List.of());
            MadeList atOnce = world.make();
            // No item has the category: the cap forbids nothing, but has every place looked at.
            world.rules = world.rulesWith(List.of(new CategoryCap("none", 1, 1)));

            assertThat(atOnce).as("seed %d", seed).isEqualTo(world.make());
        }
    }

    @Test
    void shouldExploreTheShareItWasGivenWithTheProbabilitiesItWrites() {
        World world = new World(1);
        world.rules = Rules.NONE.with(new Exploration(0.3, 10));
        world.shelf.unavailable.clear();
        world.shelf.uncatalogued.clear();
        double explored = 0;
        double expected = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            List<ListedItem> made = new ListMaker(world.rules, world.shelf)
                    .make(world.candidates, Set.of(), 0, 10, seed)
                    .items();
            assertThat(ListMakerTest.ids(new MadeList(made))).doesNotHaveDuplicates();
            explored += made.stream().filter(item -> item.propensity() != null).count();
            // Each explored place, weighted by 1 / propensity, stands for one of each candidate still free there.
            for (int place = 0; place < made.size(); place++) {
                Float propensity = made.get(place).propensity();
                expected += propensity == null ? 0 : 1 / (propensity * (world.candidates.size() - place));
            }
        }

        int places = 4_000 * Math.min(10, world.candidates.size());
        assertThat(explored / places).isBetween(0.28, 0.32);
        assertThat(expected / places).isBetween(0.97, 1.03);
    }

    @Test
    void shouldDiversifyAsTheFormulaSays() {
        for (int seed = 0; seed < 200; seed++) {
            World world = new World(seed);
            Diversity diversity = new Diversity(0.6, 10);
            world.rules = new Rules(
                    List.of(), Exclusions.NONE, List.of(), List.of(), diversity, Exploration.OFF, CatalogOnly.FALSE);
            world.length = 10;
            world.shelf.unavailable.clear();

            assertThat(ListMakerTest.ids(world.make()).stream()
                            .limit(world.candidates.size())
                            .toList())
                    .as("seed %d", seed)
                    .isEqualTo(slowMmr(world, diversity));
        }
    }

    /** The formula word by word, over all pairs. */
    static List<String> slowMmr(World world, Diversity diversity) {
        List<ListedItem> left = new ArrayList<>(world.candidates);
        List<String> chosen = new ArrayList<>();
        double most = left.stream().mapToDouble(ListedItem::score).max().orElse(0);
        double least = left.stream().mapToDouble(ListedItem::score).min().orElse(0);
        while (!left.isEmpty() && chosen.size() < world.length) {
            ListedItem best = Collections.max(left, (a, b) -> {
                int order = Double.compare(value(world, a, chosen, least, most), value(world, b, chosen, least, most));
                return order != 0 ? order : Integer.compare(left.indexOf(b), left.indexOf(a));
            });
            left.remove(best);
            chosen.add(best.itemId());
        }
        return chosen;
    }

    static double value(World world, ListedItem item, List<String> chosen, double least, double most) {
        double similarity = 0;
        for (String other : chosen) {
            similarity = Math.max(similarity, similarity(world.shelf, other, item.itemId()));
        }
        double relevance = most > least ? (item.score() - least) / (most - least) : 1;
        return 0.6 * relevance - (1 - 0.6) * similarity;
    }

    static double similarity(FakeShelf shelf, String listed, String other) {
        Set<String> shared = new HashSet<>(shelf.categories(listed));
        shared.retainAll(shelf.categories(other));
        Set<String> all = new HashSet<>(shelf.categories(listed));
        all.addAll(shelf.categories(other));
        double jaccard = all.isEmpty() ? 0 : (double) shared.size() / all.size();
        Map<String, Double> neighbours = shelf.coVisits.getOrDefault(listed, Map.of());
        double heaviest = neighbours.values().stream().mapToDouble(w -> w).max().orElse(1);
        return Math.max(jaccard, neighbours.getOrDefault(other, 0.0) / heaviest);
    }

    /** A random shelf with random candidates and rules. */
    static final class World {

        final Random random;
        final FakeShelf shelf = new FakeShelf();
        final List<ListedItem> candidates = new ArrayList<>();
        final Set<String> consumed = new HashSet<>();
        Rules rules;
        int length;

        World(int seed) {
            random = new Random(seed);
            length = 1 + random.nextInt(30);
            for (String id : all()) {
                shelf.item(id, some(List.of("c0", "c1", "c2", "c3"), 0.3).toArray(String[]::new));
                shelf.coVisits.put(id, Map.of("i" + random.nextInt(ITEMS), 1.0 + random.nextInt(9), "rare", 0.5));
            }
            shelf.trending.addAll(shuffled(some(all(), 0.6)));
            shelf.newest.addAll(shuffled(all()));
            shelf.unavailable.addAll(some(all(), 0.2));
            shelf.uncatalogued.addAll(some(all(), 0.1));
            consumed.addAll(some(all(), 0.2));
            List<String> scored = shuffled(some(all(), random.nextDouble()));
            for (int i = 0; i < scored.size(); i++) {
                candidates.add(
                        new ListedItem(scored.get(i), 5 - 0.25f * i, random.nextBoolean() ? "personal" : "co-visited"));
            }
            rules = rules();
        }

        private Rules rules() {
            List<Pin> pins = new ArrayList<>();
            some(all(), 0.04).forEach(id -> pins.add(new Pin(id, 1 + random.nextInt(30), Set.of(), Set.of())));
            var exclusions =
                    new Exclusions(Set.copyOf(some(all(), 0.1)), random.nextInt(4) == 0 ? Set.of("c3") : Set.of());
            List<Boost> boosts = List.of(new Boost(Set.copyOf(some(all(), 0.1)), Set.of(), 2f));
            List<CategoryCap> caps = List.of(
                    new CategoryCap("c0", 1 + random.nextInt(3), 1 + random.nextInt(12)),
                    new CategoryCap("c1", 1 + random.nextInt(3), 1 + random.nextInt(30)));
            var diversity = new Diversity(random.nextBoolean() ? 1 : random.nextDouble(), 1 + random.nextInt(20));
            return new Rules(
                    pins,
                    exclusions,
                    boosts,
                    caps,
                    diversity,
                    Exploration.OFF,
                    CatalogOnly.values()[random.nextInt(3)]);
        }

        /** Those about what may be shown and what it is worth, and these caps. */
        Rules rulesWith(List<CategoryCap> caps) {
            return new Rules(
                    List.of(),
                    rules.exclusions(),
                    rules.boosts(),
                    caps,
                    Diversity.OFF,
                    Exploration.OFF,
                    rules.catalogOnly());
        }

        World withoutDiversity() {
            rules = rules.with(Diversity.OFF);
            return this;
        }

        boolean isUntouched(String id) {
            return rules.pins().stream().noneMatch(pin -> pin.itemId().equals(id))
                    && rules.boosts().stream().noneMatch(boost -> boost.items().contains(id))
                    && rules.caps().stream()
                            .noneMatch(cap -> shelf.categories(id).contains(cap.category()));
        }

        MadeList make() {
            return new ListMaker(rules, shelf).make(candidates, consumed, 0, length);
        }

        List<String> all() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                ids.add("i" + i);
            }
            return ids;
        }

        private List<String> some(List<String> of, double share) {
            return of.stream().filter(id -> random.nextDouble() < share).toList();
        }

        private List<String> shuffled(List<String> ids) {
            List<String> copy = new ArrayList<>(ids);
            Collections.shuffle(copy, random);
            return copy;
        }
    }
}
