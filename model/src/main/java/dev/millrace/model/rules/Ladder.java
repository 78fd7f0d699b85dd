package dev.millrace.model.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rungs below the candidates as one sequence: segment, trending, newest. Read lazily and deeper only while nothing
 * fits, since most lists are full without it; read to its end before a list stays short.
 */
final class Ladder {

    private static final int FIRST_STEP = 64;

    private final Shelf shelf;
    private final Supplier<Set<String>> interests;
    private final Predicate<String> mayShow;
    private final List<ListedItem> pool = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable Rung rung = Rung.SEGMENT;
    private int step = FIRST_STEP;
    private int read;

    /**
     * The rungs for one user.
     *
     * @param interests categories of the user's segment; asked for when a list needs them
     * @param mayShow whether an item may be shown to this user at all
     */
    Ladder(Shelf shelf, Supplier<Set<String>> interests, Predicate<String> mayShow) {
        this.shelf = shelf;
        this.interests = interests;
        this.mayShow = mayShow;
    }

    /** First item that fits at the draft's next position; null when none does. What a cap kept out may fit later. */
    @Nullable
    ListedItem next(Draft draft) {
        int position = draft.nextPosition();
        for (int i = 0; i < pool.size() || extend(); i++) {
            String itemId = pool.get(i).itemId();
            if (!draft.has(itemId) && draft.admits(itemId, position)) {
                return pool.get(i);
            }
        }
        return null;
    }

    private boolean extend() {
        int before = pool.size();
        while (rung != null && pool.size() == before) {
            readOn(rung);
        }
        return pool.size() > before;
    }

    private void readOn(Rung from) {
        if (from == Rung.SEGMENT) {
            readSegment();
            rung = Rung.TRENDING;
            return;
        }
        List<ListedItem> best = from == Rung.NEWEST ? shelf.newest(step) : shelf.trending(step);
        best.subList(Math.min(read, best.size()), best.size()).forEach(item -> offer(item, from));
        if (best.size() < step) {
            rung = from == Rung.TRENDING ? Rung.NEWEST : null;
            step = FIRST_STEP;
            read = 0;
        } else {
            read = step;
            step *= 2;
        }
    }

    /** The categories take turns, the user's strongest first. */
    private void readSegment() {
        List<List<ListedItem>> turns =
                interests.get().stream().map(shelf::trendingIn).toList();
        int longest = turns.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<ListedItem> turn : turns) {
                if (i < turn.size()) {
                    offer(turn.get(i), Rung.SEGMENT);
                }
            }
        }
    }

    private void offer(ListedItem item, Rung from) {
        if (mayShow.test(item.itemId()) && seen.add(item.itemId())) {
            pool.add(item.withSource(from.source()));
        }
    }
}
