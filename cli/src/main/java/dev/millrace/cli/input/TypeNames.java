package dev.millrace.cli.input;

import dev.millrace.model.preferences.EventWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the types of events that a file names are read as: told by the user, known, or guessed from what is usual. */
public final class TypeNames {

    /** Usual names, as {@link Column#normal} writes them. */
    private static final Map<String, List<String>> USUAL = Map.of(
            "view",
            List.of(
                    "pv",
                    "pageview",
                    "views",
                    "viewed",
                    "viewitem",
                    "viewproduct",
                    "productview",
                    "productviewed",
                    "itemview",
                    "detailview",
                    "detail",
                    "visit",
                    "visited",
                    "read",
                    "browse",
                    "browsed"),
            "click",
            List.of("clicks", "clicked", "tap", "select", "selectitem", "clickitem", "open", "opened"),
            "play",
            List.of("watch", "watched", "listen", "listened", "stream", "streamed", "plays", "played", "videoplay"),
            "cart",
            List.of("addtocart", "atc", "basket", "addtobasket", "carted", "addcart", "cartadd", "productadded"),
            "wishlist",
            List.of(
                    "fav",
                    "favorite",
                    "favourite",
                    "favorites",
                    "favourites",
                    "bookmark",
                    "bookmarked",
                    "save",
                    "saved",
                    "addtowishlist",
                    "wish",
                    "collect",
                    "addtofavorites",
                    "addtofavourites"),
            "like",
            List.of("likes", "liked", "thumbsup", "upvote", "star", "starred", "love", "loved"),
            "dislike",
            List.of("dislikes", "disliked", "thumbsdown", "downvote", "hide", "block"),
            "purchase",
            List.of(
                    "buy",
                    "bought",
                    "purchases",
                    "purchased",
                    "order",
                    "ordered",
                    "orders",
                    "transaction",
                    "sale",
                    "checkoutcompleted",
                    "ordercompleted",
                    "conversion"),
            "return",
            List.of("refund", "refunded", "returned", "returns"),
            "rating",
            List.of("rate", "rated", "ratings", "review", "reviewed", "stars"));

    private static final Map<String, String> GUESSES = guesses();

    private final Map<String, String> told;
    private final Set<String> accepted;
    private final Map<String, Seen> seen = new HashMap<>();

    /** How a name came to be understood. */
    enum How {
        TOLD,
        KNOWN,
        WITHOUT_CASE,
        GUESSED,
        UNKNOWN
    }

    /** One name and how often it occurred. */
    private static final class Seen {
        final @Nullable String type;
        final How how;
        long count;

        Seen(@Nullable String type, How how) {
            this.type = type;
            this.how = how;
        }
    }

    /**
     * A name as a file has it.
     *
     * @param name in the file
     * @param type what it is read as; null: nothing, such events are left out
     * @param count of events
     * @param weight what such an event is worth, as in the settings; null: nothing
     */
    public record Reading(
            String name,
            @Nullable String type,
            long count,
            @Nullable String weight) {}

    /** @param told from names in the file to types, which are then accepted whatever they are */
    public TypeNames(Map<String, String> told) {
        this.told = told.entrySet().stream()
                .collect(Collectors.toMap(entry -> Column.normal(entry.getKey()), Map.Entry::getValue, (a, b) -> b));
        this.accepted = new TreeSet<>(EventWeights.defaults().byType().keySet());
        accepted.addAll(told.values());
    }

    /** All types that events may have. */
    public Set<String> accepted() {
        return Collections.unmodifiableSet(accepted);
    }

    /** What the name is read as, and counts it; null when that is not known. */
    public @Nullable String resolve(String name) {
        Seen found = seen.get(name);
        if (found == null) {
            found = understand(name);
            seen.put(name, found);
        }
        found.count++;
        return found.type;
    }

    private Seen understand(String name) {
        String normal = Column.normal(name);
        String said = told.get(normal);
        if (said != null) {
            return new Seen(said, How.TOLD);
        }
        if (accepted.contains(name)) {
            return new Seen(name, How.KNOWN);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (accepted.contains(lower)) {
            return new Seen(lower, How.WITHOUT_CASE);
        }
        String guess = accepted.contains(normal) ? normal : GUESSES.get(normal);
        return new Seen(guess, guess == null ? How.UNKNOWN : How.GUESSED);
    }

    /** Forgets what was counted. */
    void restart() {
        seen.values().forEach(found -> found.count = 0);
    }

    /** All names that occurred, the most frequent first. */
    public List<Reading> readings() {
        Map<String, String> weights = EventWeights.defaults().toMap();
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue().count > 0)
                .map(entry -> new Reading(
                        entry.getKey(),
                        entry.getValue().type,
                        entry.getValue().count,
                        weights.get(EventWeights.PREFIX + entry.getValue().type)))
                .sorted((a, b) -> a.count() != b.count()
                        ? Long.compare(b.count(), a.count())
                        : a.name().compareTo(b.name()))
                .toList();
    }

    /** What a user should be told: what was guessed, what is not known and what weighs nothing. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        Map<String, String> guessed = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<String> weightless = new ArrayList<>();
        for (Reading reading : readings()) {
            String counted = String.format(Locale.ROOT, "%s (%,d)", reading.name(), reading.count());
            How how = understand(reading.name()).how;
            if (reading.type() == null) {
                unknown.add(counted);
            } else if (how == How.GUESSED) {
                guessed.put(reading.name() + "=" + reading.type(), counted + " as " + reading.type());
            }
            if (reading.type() != null && reading.weight() == null) {
                weightless.add(counted);
            }
        }
        if (!guessed.isEmpty()) {
            remarks.add("event types guessed: " + String.join(", ", guessed.values()) + "; --types "
                    + String.join(",", guessed.keySet()) + " says so, or says otherwise");
        }
        if (!unknown.isEmpty()) {
            remarks.add("event types that are not known, their events left out: " + first(unknown)
                    + "; --types "
                    + readings().stream()
                            .filter(reading -> reading.type() == null)
                            .findFirst()
                            .map(Reading::name)
                            .orElse("")
                    + "=click reads them as one of " + String.join(", ", accepted));
        }
        if (!weightless.isEmpty()) {
            remarks.add("event types that weigh nothing (no event.weights setting): " + first(weightless));
        }
        return remarks;
    }

    private static String first(List<String> names) {
        int shown = Math.min(8, names.size());
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    private static Map<String, String> guesses() {
        Map<String, String> guesses = new HashMap<>();
        USUAL.forEach((type, names) -> names.forEach(name -> guesses.put(name, type)));
        return guesses;
    }
}
