package dev.millrace.model.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules to one user's candidates and tops the list up from the fallback ladder.
 *
 * <ol>
 *   <li>drop what may not be shown: excluded, unavailable, listed twice;
 *   <li>multiply boosted scores and sort again, equal scores keeping their order (nothing moves when nothing is
 *       boosted);
 *   <li>reserve the positions of the pins that apply, the topmost first; a cap holds against pins too;
 *   <li>fill the other positions from the top: a drawn candidate where the list explores, else the best one (with
 *       diversity: by maximal marginal relevance) that the caps admit there, else the best item of the ladder that they
 *       admit;
 *   <li>stop where nothing is left that the caps admit; pins behind that place close the list.
 * </ol>
 *
 * Deterministic: the same candidates, items, rules, time and seed give the same list.
 */
public final class ListMaker {

    private final Rules rules;
    private final Shelf shelf;

    public ListMaker(Rules rules, Shelf shelf) {
        this.rules = rules;
        this.shelf = shelf;
    }

    /**
     * {@link #make}; but whoever has consumed everything sees it again rather than nothing.
     *
     * @param consumed asked for only when a rule is about places, or the candidates do not fill the list
     */
    public MadeList makeSome(
            List<ListedItem> candidates, Supplier<Set<String>> consumed, long nowMs, int length, long seed) {
        MadeList made = make(candidates, consumed, nowMs, length, seed);
        return made.items().isEmpty() ? make(candidates, Set::of, nowMs, length, seed) : made;
    }

    /** A list that is not explored with. */
    public MadeList make(List<ListedItem> candidates, Set<String> consumed, long nowMs, int length) {
        return new ListMaker(rules.withoutExploration(), shelf).make(candidates, consumed, nowMs, length, 0);
    }

    /**
     * Makes one list.
     *
     * @param candidates best first; empty for a user nothing is known of
     * @param consumed items that the ladder must not bring; a candidate may be one of them, where repeats are allowed
     * @param nowMs decides on availability, epoch milliseconds
     * @param length of the list at most; shorter only when no more items may be shown
     * @param seed of what is drawn; names the list, so that the same list made again explores the same items
     */
    public MadeList make(List<ListedItem> candidates, Set<String> consumed, long nowMs, int length, long seed) {
        return make(candidates, () -> consumed, nowMs, length, seed);
    }

    private MadeList make(
            List<ListedItem> candidates, Supplier<Set<String>> consumed, long nowMs, int length, long seed) {
        Predicate<String> mayShow = itemId -> rules.mayShow(itemId, shelf, nowMs);
        List<ListedItem> pool = boosted(showable(candidates, mayShow));
        return rules.leavePlaces() && pool.size() >= length
                ? new MadeList(pool.subList(0, length))
                : byPlace(pool, consumed.get(), mayShow, length, seed);
    }

    private MadeList byPlace(
            List<ListedItem> pool, Set<String> consumed, Predicate<String> mayShow, int length, long seed) {
        var draft = new Draft(rules.caps(), shelf);
        SortedMap<Integer, ListedItem> pins = reserve(draft, pool, mayShow, length);
        var chooser = new Chooser(pool, rules.diversity(), shelf);
        pins.values().forEach(pin -> chooser.listed(pin.itemId()));
        var ladder =
                new Ladder(shelf, () -> Interests.of(pool, shelf), id -> !consumed.contains(id) && mayShow.test(id));
        var random = new SplittableRandom(seed);
        while (draft.nextPosition() <= length) {
            ListedItem pin = pins.isEmpty() ? null : pins.remove(draft.nextPosition());
            if (pin != null) {
                draft.placeReserved(pin);
                continue;
            }
            ListedItem explored = explored(chooser, draft, random);
            ListedItem next = explored == null ? next(chooser, ladder, draft) : explored;
            if (next == null) {
                break;
            }
            draft.place(next);
            chooser.listed(next.itemId());
        }
        close(draft, pins);
        return new MadeList(draft.items());
    }

    private @Nullable ListedItem explored(Chooser chooser, Draft draft, SplittableRandom random) {
        Exploration exploration = rules.exploration();
        boolean explores = !exploration.isOff()
                && draft.nextPosition() <= exploration.first()
                && random.nextDouble() < exploration.share();
        return explores ? chooser.drawn(draft, exploration.share(), random) : null;
    }

    private static @Nullable ListedItem next(Chooser chooser, Ladder ladder, Draft draft) {
        ListedItem candidate = chooser.next(draft);
        if (candidate != null) {
            return candidate;
        }
        ListedItem fallback = ladder.next(draft);
        return fallback == null ? null : fallback.withScore(below(draft.items(), fallback.score()));
    }

    /** Scores of another rung are on another scale; they may not look better than what stands above them. */
    private static float below(List<ListedItem> listed, float score) {
        for (int i = listed.size() - 1; i >= 0; i--) {
            if (listed.get(i).isChosen()) {
                return Math.min(score, listed.get(i).score());
            }
        }
        return score;
    }

    private static List<ListedItem> showable(List<ListedItem> candidates, Predicate<String> mayShow) {
        Set<String> seen = new HashSet<>(2 * candidates.size());
        List<ListedItem> kept = new ArrayList<>(candidates.size());
        for (ListedItem candidate : candidates) {
            if (seen.add(candidate.itemId()) && mayShow.test(candidate.itemId())) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private List<ListedItem> boosted(List<ListedItem> pool) {
        if (rules.boosts().isEmpty()) {
            return pool;
        }
        List<ListedItem> boosted = new ArrayList<>(pool.size());
        for (ListedItem item : pool) {
            boosted.add(item.withScore(boost(item)));
        }
        if (!boosted.equals(pool)) {
            boosted.sort(Comparator.comparing(ListedItem::score, Comparator.reverseOrder()));
        }
        return boosted;
    }

    private float boost(ListedItem item) {
        List<String> categories = shelf.categories(item.itemId());
        float score = item.score();
        for (Boost boost : rules.boosts()) {
            if (boost.matches(item.itemId(), categories)) {
                score = boost.apply(score);
            }
        }
        return score;
    }

    private SortedMap<Integer, ListedItem> reserve(
            Draft draft, List<ListedItem> pool, Predicate<String> mayShow, int length) {
        var reserved = new TreeMap<Integer, ListedItem>();
        if (rules.pins().isEmpty()) {
            return reserved;
        }
        Set<String> interests = Interests.of(pool, shelf);
        Rung level = pool.isEmpty() ? Rung.TRENDING : MadeList.level(pool);
        Map<String, ListedItem> candidates = new HashMap<>();
        pool.forEach(item -> candidates.put(item.itemId(), item));
        rules.pins().stream()
                .sorted(Comparator.comparingInt(Pin::position))
                .filter(pin -> pin.appliesTo(interests, level) && mayShow.test(pin.itemId()))
                .forEach(pin -> {
                    int position = pin.position();
                    while (reserved.containsKey(position)) {
                        position++;
                    }
                    if (position <= length && !draft.has(pin.itemId()) && draft.admits(pin.itemId(), position)) {
                        draft.reserve(pin.itemId(), position);
                        ListedItem candidate = candidates.get(pin.itemId());
                        float score = candidate == null ? 0 : candidate.score();
                        reserved.put(position, new ListedItem(pin.itemId(), score, ListedItem.INCLUDED));
                    }
                });
        return reserved;
    }

    /** The list ended before these pins; they move up behind its last item unless a cap of that place forbids it. */
    private static void close(Draft draft, SortedMap<Integer, ListedItem> pins) {
        pins.forEach((position, pin) -> draft.release(pin.itemId(), position));
        for (ListedItem pin : pins.values()) {
            if (draft.admits(pin.itemId(), draft.nextPosition())) {
                draft.place(pin);
            }
        }
    }
}
