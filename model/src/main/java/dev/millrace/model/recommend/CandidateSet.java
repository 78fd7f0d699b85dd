package dev.millrace.model.recommend;

import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.NewItem;
import dev.millrace.model.features.NewItems;
import dev.millrace.model.features.Ordinals;
import dev.millrace.model.features.RankingInput;
import dev.millrace.model.preferences.ConsumedItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one list, each item once; what the user consumed or the catalogue dropped stays out. One per
 * thread, begun anew for each list.
 */
final class CandidateSet {

    /** One candidate on its way to the list; becomes another one with the next list. */
    static final class Candidate {
        @SuppressWarnings("NullAway.Init") // set when the candidate is put
        ItemEntry entry;

        Source source = Source.PERSONAL;
        /** Row in the model; -1 when the model does not know the item. */
        int row;
        /** Of an item that the model has not seen; null when it has, or when nobody has touched the item yet. */
        float @Nullable [] vector;
        /** Inner product with the user's vector; 0 when unknown. */
        float personal;
        /** Place among the retrieved by that score, from 0; -1 when found otherwise. */
        int rank;
        /** Inner product with the user folded in without regard to recency; 0 when unknown or not needed. */
        float steady;

        float score;
        /** Row of its features, where the ranker was asked. */
        int features;
    }

    private final RankingInput input = new RankingInput();
    private final Ordinals found = new Ordinals(512);
    private final List<Candidate> pool = new ArrayList<>(512);
    private final List<Candidate> candidates = new ArrayList<>(512);
    private final ScoreOrder order = new ScoreOrder();

    private ConsumedItems consumed = ConsumedItems.NONE;
    private @Nullable ServingModel model;
    private float @Nullable [] vector;
    private float @Nullable [] steady;
    private int retrieved;
    private float best;
    private float bestSteady;

    /** Forgets the list before. */
    void begin(
            ConsumedItems consumed,
            @Nullable ServingModel model,
            float @Nullable [] vector,
            float @Nullable [] steady) {
        this.consumed = consumed;
        this.model = model;
        this.vector = vector;
        this.steady = steady;
        found.clear();
        candidates.clear();
        retrieved = 0;
        best = 0;
        bestSteady = 0;
    }

    /** Adds an item found by the model's index, which has left out what the user consumed. */
    void addRetrieved(ItemEntry entry, int row, float score) {
        putRetrieved(entry, row, null, score);
    }

    /** The same for an item that the model has not seen. */
    void addRetrieved(NewItems.Found found) {
        putRetrieved(found.item().entry(), -1, found.item().vector(), found.score());
    }

    private void putRetrieved(ItemEntry entry, int row, float @Nullable [] unseen, float score) {
        best = retrieved == 0 ? score : best;
        put(entry, Source.PERSONAL, row, unseen, score, retrieved++);
    }

    /** Whether the item is new to the set and may be shown. */
    boolean add(ItemEntry entry, Source source) {
        if (found.find(entry) >= 0 || !entry.listed() || consumed.containsHash(entry.hash())) {
            return false;
        }
        int row = model == null ? -1 : model.entries().row(entry);
        NewItem unseen = row < 0 && model != null ? model.newItems().find(entry) : null;
        put(entry, source, row, unseen == null ? null : unseen.vector(), score(entry, row, vector), -1);
        return true;
    }

    /** Inner product of an item with a vector of the user; 0 when either is unknown. */
    private float score(ItemEntry entry, int row, float @Nullable [] user) {
        if (model == null || user == null) {
            return 0;
        }
        return row < 0
                ? model.unseenScore(entry, user)
                : model.bundle().factors().dot(row, user);
    }

    /** The first {@code n} in the present order, once all have been found; good until the next call. */
    RankingInput ranking(int n) {
        input.begin(best, bestSteady);
        for (int i = 0; i < n; i++) {
            Candidate candidate = candidates.get(i);
            // Retrieval is exact and comes first: what it did not find shares the place after its last.
            int rank = candidate.rank < 0 ? retrieved : candidate.rank;
            input.add(candidate.entry, candidate.personal, rank, candidate.steady);
        }
        return input;
    }

    /** In the order found; after {@link #sort} the best first. */
    List<Candidate> list() {
        return candidates;
    }

    /** By score, of equals the smaller id first; a score that is not a number comes last. */
    void sort() {
        order.clear();
        candidates.forEach(candidate -> order.add(candidate.score));
        order.sort();
        Candidate[] found = candidates.toArray(Candidate[]::new);
        for (int from = 0, to; from < found.length; from = to) {
            for (to = from; to < found.length && order.equal(from, to); to++) {
                candidates.set(to, found[order.place(to)]);
            }
            if (to - from > 1) {
                candidates.subList(from, to).sort(Comparator.comparing(candidate -> candidate.entry.id()));
            }
        }
    }

    private void put(ItemEntry entry, Source source, int row, float @Nullable [] unseen, float personal, int rank) {
        float lasting = score(entry, row, steady);
        bestSteady = Math.max(bestSteady, lasting);
        int number = found.add(entry);
        if (number < candidates.size()) {
            return;
        }
        if (number == pool.size()) {
            pool.add(new Candidate());
        }
        Candidate candidate = pool.get(number);
        candidate.entry = entry;
        candidate.source = source;
        candidate.row = row;
        candidate.vector = unseen;
        candidate.personal = personal;
        candidate.rank = rank;
        candidate.steady = lasting;
        candidate.score = 0;
        candidates.add(candidate);
    }
}
