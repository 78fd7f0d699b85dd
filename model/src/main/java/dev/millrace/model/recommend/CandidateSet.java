package dev.millrace.model.recommend;

import dev.millrace.model.features.FactorScores;
import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.NewItem;
import dev.millrace.model.features.NewItems;
import dev.millrace.model.features.Ordinals;
import dev.millrace.model.preferences.ConsumedItems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The candidates of one list, each item once; what the user consumed or the catalogue dropped stays out. */
final class CandidateSet {

    /** One candidate on its way to the list. */
    static final class Candidate {
        final ItemEntry entry;
        final Source source;
        /** Row in the model; -1 when the model does not know the item. */
        final int row;
        /** Of an item that the model has not seen; null when it has, or when nobody has touched the item yet. */
        final float @Nullable [] vector;
        /** Inner product with the user's vector; 0 when unknown. */
        final float personal;
        /** Place among the retrieved by that score, from 0; -1 when found otherwise. */
        final int rank;

        /** Inner product with the user folded in without regard to recency; 0 when unknown or not needed. */
        float steady;

        float score;
        /** Row of its features, once they have been filled in; -1 before. */
        int features = -1;

        Candidate(ItemEntry entry, Source source, int row, float @Nullable [] vector, float personal, int rank) {
            this.entry = entry;
            this.source = source;
            this.row = row;
            this.vector = vector;
            this.personal = personal;
            this.rank = rank;
        }
    }

    private final ConsumedItems consumed;
    private final @Nullable ServingModel model;
    private final float @Nullable [] vector;
    private final float @Nullable [] steady;
    private final FactorScores scores = new FactorScores();
    private final Ordinals found = new Ordinals(512);
    private final List<Candidate> candidates = new ArrayList<>(256);

    private int retrieved;
    private float best;
    private float bestSteady;

    CandidateSet(
            ConsumedItems consumed,
            @Nullable ServingModel model,
            float @Nullable [] vector,
            float @Nullable [] steady) {
        this.consumed = consumed;
        this.model = model;
        this.vector = vector;
        this.steady = steady;
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
        put(new Candidate(entry, Source.PERSONAL, row, unseen, score, retrieved++));
    }

    /** Whether the item is new to the set and may be shown. */
    boolean add(ItemEntry entry, Source source) {
        if (found.find(entry) >= 0 || !entry.listed() || consumed.containsHash(entry.hash())) {
            return false;
        }
        int row = model == null ? -1 : model.entries().row(entry);
        NewItem unseen = row < 0 && model != null ? model.newItems().find(entry.id()) : null;
        put(new Candidate(entry, source, row, unseen == null ? null : unseen.vector(), score(entry, row, vector), -1));
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

    /** What the factors say of a candidate, once all have been found; good until the next call. */
    FactorScores factors(Candidate candidate) {
        // Retrieval is exact and comes first: what it did not find shares the place after its last.
        return scores.personal(candidate.personal, best, candidate.rank < 0 ? retrieved : candidate.rank)
                .steady(candidate.steady, bestSteady);
    }

    List<Candidate> list() {
        return candidates;
    }

    private void put(Candidate candidate) {
        candidate.steady = score(candidate.entry, candidate.row, steady);
        bestSteady = Math.max(bestSteady, candidate.steady);
        if (found.add(candidate.entry) == candidates.size()) {
            candidates.add(candidate);
        }
    }
}
