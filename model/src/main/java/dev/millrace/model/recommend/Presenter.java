package dev.millrace.model.recommend;

import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.rules.ListMaker;
import dev.millrace.model.rules.ListedItem;
import dev.millrace.model.rules.MadeList;
import dev.millrace.model.rules.Rules;
import dev.millrace.model.rules.Shelf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the list that a user is shown out of the candidates that scoring gave: what the publisher does with them after
 * they have travelled over a topic.
 */
public final class Presenter {

    private final ListMaker maker;
    private final int candidates;
    private final int stored;

    /**
     * @param candidates that scoring was asked for; where it gave fewer, what the user consumed is known
     * @param stored length of the list that the publisher makes, of which it shows the head
     */
    public Presenter(Rules rules, Shelf shelf, int candidates, int stored) {
        this.maker = new ListMaker(rules, shelf);
        this.candidates = candidates;
        this.stored = stored;
    }

    /**
     * @param user as the list was scored for
     * @param nowMs decides on availability
     * @param seed names the list, for what it explores
     */
    public MadeList present(ScoredList scored, UserPreference user, long nowMs, long seed) {
        List<ListedItem> listed = new ArrayList<>(scored.items().size());
        Set<String> consumed = new HashSet<>();
        for (ScoredItem item : scored.items()) {
            listed.add(new ListedItem(item.itemId(), item.score(), item.source().label()));
            // Reasons are items of the user's history: the ladder need not bring them again.
            item.reasons().forEach(reason -> consumed.add(reason.itemId()));
        }
        if (listed.size() < candidates) {
            consumed.addAll(user.leftOut());
        }
        return maker.makeSome(listed, () -> consumed, nowMs, stored, seed);
    }
}
