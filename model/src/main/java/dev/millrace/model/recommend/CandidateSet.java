package dev.millrace.model.recommend;

import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.preferences.ConsumedItems;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The candidates of one list, each item once; what the user consumed or the catalogue dropped stays out. */
final class CandidateSet {

    /** One candidate on its way to the list. */
    static final class Candidate {
        final ItemEntry entry;
        final Source source;
        /** Row in the model; -1 when the model does not know the item. */
        final int row;
        /** Inner product with the user's vector; 0 when unknown. */
        final float personal;

        float score;
        /** Row of its features, once they have been filled in; -1 before. */
        int features = -1;

        Candidate(ItemEntry entry, Source source, int row, float personal) {
            this.entry = entry;
            this.source = source;
            this.row = row;
            this.personal = personal;
        }
    }

    private final ConsumedItems consumed;
    private final @Nullable ServingModel model;
    private final float @Nullable [] vector;
    private final Map<ItemEntry, Candidate> byEntry = new IdentityHashMap<>(512);
    private final List<Candidate> candidates = new ArrayList<>(256);

    CandidateSet(ConsumedItems consumed, @Nullable ServingModel model, float @Nullable [] vector) {
        this.consumed = consumed;
        this.model = model;
        this.vector = vector;
    }

    /** Adds an item found by the model's index, which has left out what the user consumed. */
    void addRetrieved(ItemEntry entry, int row, float score) {
        put(new Candidate(entry, Source.PERSONAL, row, score));
    }

    /** Whether the item is new to the set and may be shown. */
    boolean add(ItemEntry entry, Source source) {
        if (byEntry.containsKey(entry) || !entry.listed() || consumed.contains(entry.id())) {
            return false;
        }
        int row = model == null ? -1 : model.items().indexOf(entry.id());
        float personal = row < 0 || vector == null || model == null
                ? 0
                : model.bundle().factors().dot(row, vector);
        put(new Candidate(entry, source, row, personal));
        return true;
    }

    List<Candidate> list() {
        return candidates;
    }

    private void put(Candidate candidate) {
        byEntry.put(candidate.entry, candidate);
        candidates.add(candidate);
    }
}
