package dev.millrace.topologies.publisher;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.model.rules.ItemShelf;
import dev.millrace.model.rules.ListMaker;
import dev.millrace.model.rules.ListedItem;
import dev.millrace.model.rules.MadeList;
import dev.millrace.model.rules.Rules;
import dev.millrace.model.rules.Rung;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lists of users: from candidates when they are published, from the published list or from nothing when they
 * are read. Any number of threads.
 */
public final class UserLists {

    private static final Recommendations NOBODY =
            new Recommendations(null, "default", "champion", FallbackLevel.TRENDING, -1L, 0L, 0L, List.of());

    private final Supplier<Rules> rules;
    private final ItemShelf shelf;

    /** @param rules those in force at each call */
    public UserLists(Supplier<Rules> rules, ItemShelf shelf) {
        this.rules = rules;
        this.shelf = shelf;
    }

    /**
     * The list to store: rules applied, topped up, {@code length} items unless fewer may be shown.
     *
     * @param seed names the list, for what it explores
     */
    Recommendations fromCandidates(Candidates candidates, long nowMs, int length, long seed) {
        List<ListedItem> listed = new ArrayList<>(candidates.getItems().size());
        Map<String, List<Reason>> reasons = new HashMap<>();
        for (Candidate candidate : candidates.getItems()) {
            listed.add(new ListedItem(candidate.getItemId(), candidate.getScore(), candidate.getSource()));
            note(reasons, candidate.getItemId(), candidate.getReasons());
        }
        MadeList made = new ListMaker(rules.get(), shelf)
                .makeSome(listed, () -> consumed(reasons, candidates.getLeftOut()), nowMs, length, seed);
        return new Recommendations(
                candidates.getModelVersion(),
                candidates.getSlot(),
                candidates.getArm(),
                level(made),
                candidates.getAsOfOffset(),
                candidates.getEventAppendedMs(),
                nowMs,
                items(made, reasons));
    }

    /**
     * The list to answer with: made at full length and cut, so that what a reader asks for does not change what is said
     * of the list. Whoever has consumed everything sees it again rather than nothing. What may no longer be shown is
     * left out, and what is missing is topped up.
     *
     * @param stored null for a user without a list, who gets what is trending or new
     */
    public Recommendations forReading(@Nullable Recommendations stored, long nowMs, int length) {
        return head(whole(stored, nowMs, Math.max(length, PublisherSettings.LONGEST_LIST)), length);
    }

    private Recommendations whole(@Nullable Recommendations stored, long nowMs, int length) {
        if (stored == null) {
            return fromNothing(NOBODY, nowMs, length);
        }
        List<ListedItem> listed = new ArrayList<>(stored.getItems().size());
        Map<String, List<Reason>> reasons = new HashMap<>();
        for (RecommendedItem item : stored.getItems()) {
            listed.add(new ListedItem(item.getItemId(), item.getScore(), item.getSource(), item.getPropensity()));
            note(reasons, item.getItemId(), item.getReasons());
        }
        var maker = new ListMaker(rules.get().forReading(), shelf);
        MadeList made = maker.make(listed, consumed(reasons, List.of()), nowMs, length);
        if (made.items().isEmpty()) {
            made = maker.make(listed, Set.of(), nowMs, length);
        }
        return with(stored, level(made), stored.getGeneratedAtMs(), items(made, reasons));
    }

    /** A list for a user of whom nothing is known but what {@code about} says; its items are not looked at. */
    Recommendations fromNothing(Recommendations about, long nowMs, int length) {
        MadeList made = new ListMaker(rules.get(), shelf).make(List.of(), Set.of(), nowMs, length);
        return with(about, level(made), nowMs, items(made, Map.of()));
    }

    /** Items co-visited with this one, then trending ones of its categories; nothing of what may not be shown. */
    public List<ListedItem> similar(String itemId, long nowMs, int length) {
        List<ListedItem> near = new ArrayList<>();
        shelf.coVisited(itemId, (other, weight) -> {
            if (weight > 0) {
                near.add(new ListedItem(other, (float) weight, Rung.RECENT_SESSION.source()));
            }
        });
        for (String category : shelf.categories(itemId)) {
            near.addAll(shelf.trendingIn(category));
        }
        return showable(near, itemId, nowMs, length);
    }

    /** @param category null: all items; then the list goes on with the newest when too few are trending */
    public List<ListedItem> trending(@Nullable String category, long nowMs, int length) {
        if (category != null) {
            return showable(shelf.trendingIn(category), null, nowMs, length);
        }
        return new ListMaker(rules.get().forReading(), shelf)
                .make(List.of(), Set.of(), nowMs, length)
                .items();
    }

    private List<ListedItem> showable(List<ListedItem> items, @Nullable String except, long nowMs, int length) {
        Rules inForce = rules.get();
        Set<String> seen = new HashSet<>();
        return items.stream()
                .filter(item -> !item.itemId().equals(except) && seen.add(item.itemId()))
                .filter(item -> inForce.mayShow(item.itemId(), shelf, nowMs))
                .limit(length)
                .toList();
    }

    /** The first {@code n} items as a list of their own. */
    static Recommendations head(Recommendations list, int n) {
        List<RecommendedItem> items = list.getItems();
        return items.size() <= n ? list : with(list, list.getLevel(), list.getGeneratedAtMs(), items.subList(0, n));
    }

    /** Not by the builder, which copies a list's items one by one before they are replaced. */
    private static Recommendations with(
            Recommendations list, FallbackLevel level, long generatedAtMs, List<RecommendedItem> items) {
        return new Recommendations(
                list.getModelVersion(),
                list.getSlot(),
                list.getArm(),
                level,
                list.getAsOfOffset(),
                list.getEventAppendedMs(),
                generatedAtMs,
                items);
    }

    /** Most items of a list have none. */
    private static void note(Map<String, List<Reason>> reasons, String itemId, List<Reason> because) {
        if (!because.isEmpty()) {
            reasons.putIfAbsent(itemId, because);
        }
    }

    /** Reasons are items of the user's history: the ladder need not bring them again. */
    private static Set<String> consumed(Map<String, List<Reason>> reasons, List<String> leftOut) {
        Set<String> consumed = new HashSet<>(leftOut);
        reasons.values().forEach(because -> because.forEach(reason -> consumed.add(reason.getItemId())));
        return consumed;
    }

    private static List<RecommendedItem> items(MadeList made, Map<String, List<Reason>> reasons) {
        List<RecommendedItem> items = new ArrayList<>(made.items().size());
        for (ListedItem item : made.items()) {
            List<Reason> because = reasons.getOrDefault(item.itemId(), List.of());
            items.add(new RecommendedItem(item.itemId(), item.score(), item.source(), because, item.propensity()));
        }
        return items;
    }

    private static FallbackLevel level(MadeList made) {
        return switch (made.level()) {
            case PERSONAL -> FallbackLevel.PERSONAL;
            case RECENT_SESSION -> FallbackLevel.RECENT_SESSION;
            case SEGMENT -> FallbackLevel.SEGMENT;
            case TRENDING -> FallbackLevel.TRENDING;
            case NEWEST -> FallbackLevel.NEWEST;
        };
    }
}
