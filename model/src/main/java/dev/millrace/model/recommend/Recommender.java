package dev.millrace.model.recommend;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.features.NewItems;
import dev.millrace.model.features.RankingFeatures;
import dev.millrace.model.features.UserContext;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.foldin.WeightedItems;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.retrieval.TopItems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one user's list: candidates from all sources, what the user consumed left out, ranked, explained. Pure: the
 * same inputs give the same list. One per thread; buffers and the ranker's session handle are reused.
 *
 * <p>Who ranks: the model's ranker; without one, the blend {@code personal/best personal + β · co-visited/best
 * co-visited}; without a model, co-visited items and then trending ones. A user without positive events gets the
 * trending list, whatever the ranker: it has learnt nothing about such users.
 */
public final class Recommender {

    /** A user who has consumed more of the most popular items than this sees fewer of them than set. */
    private static final int MOST_LOOKED_AT = 500;

    /** So many of the newest items compete for the places that new items have among the candidates. */
    private static final int NEWEST_COMPARED = 100;

    private final RecommenderSettings settings;
    private final EventWeights weights;
    private final RankingFeatures allFeatures;
    private final UserContext context;
    private final CandidateSet candidates = new CandidateSet();
    private final ScoreOrder order = new ScoreOrder();
    private final List<ItemEntry> unseen = new ArrayList<>(); // of newestBefore, by the model unseenBy
    private @Nullable List<ItemEntry> newestBefore;
    private @Nullable ServingModel unseenBy;
    private @Nullable ServingModel known;
    private @Nullable OnnxRanker ranker;
    private float[] rows = new float[0];
    private float[] scores = new float[0];

    /** @param weights of event types while no model with weights of its own is active */
    public Recommender(FeatureDefinitions definitions, RecommenderSettings settings, EventWeights weights) {
        this.context = new UserContext(definitions);
        this.settings = settings;
        this.weights = weights;
        this.allFeatures = new RankingFeatures(definitions);
    }

    /** A list with the features of all of its items. */
    public ScoredList recommend(UserPreference user, @Nullable ServingModel model, ItemView items, long nowMs) {
        return recommend(user, model, items, nowMs, settings.listLength());
    }

    /**
     * @param model null while none is active
     * @param nowMs the moment of use, in event time
     * @param described so many of the best items, at most, come with their features
     */
    public ScoredList recommend(
            UserPreference user, @Nullable ServingModel model, ItemView items, long nowMs, int described) {
        EventWeights meaning = model == null ? weights : model.bundle().foldIn().weights();
        context.read(user.history(), user.past(), meaning, items, nowMs);
        WeightedItems taste =
                model == null ? null : taste(user, model, model.bundle().foldIn());
        float[] vector = model == null || taste == null ? null : model.foldIn().fold(taste);
        candidates.begin(user.consumed(), model, vector, steady(user, model));
        boolean cold = context.lastItems().isEmpty();
        if (!cold) {
            if (model != null && vector != null && taste != null && taste.size() > 0 && settings.personal() > 0) {
                retrieve(user.consumed(), model, vector);
            }
            follow();
        }
        fill(items.trending(MOST_LOOKED_AT), Source.TRENDING, settings.trending());
        fillNewest(items.newest(MOST_LOOKED_AT), model, vector);
        return list(model, taste, vector, cold, described);
    }

    /** The first {@code n} entries that are candidates and were not found before; how many there were. */
    private int fill(List<ItemEntry> entries, Source source, int n) {
        int added = 0;
        for (int i = 0; i < entries.size() && added < n; i++) {
            if (candidates.add(entries.get(i), source)) {
                added++;
            }
        }
        return added;
    }

    /** The history in the model's rows; the context has found the items already. */
    private WeightedItems taste(UserPreference user, ServingModel model, FoldInSettings reading) {
        return WeightedItems.of(
                user.history(),
                event -> {
                    ItemEntry entry = context.entry(event);
                    return entry == null ? -1 : model.entries().row(entry);
                },
                model.items().size(),
                reading,
                model.unseen());
    }

    /** A second fold-in, for models whose ranker asks for it. */
    private float @Nullable [] steady(UserPreference user, @Nullable ServingModel model) {
        return model != null && model.features().needSteadyTaste()
                ? model.foldIn().fold(taste(user, model, model.bundle().foldIn().steady()))
                : null;
    }

    /** The newest items, those first that the model has not seen and that suit the user. */
    private void fillNewest(List<ItemEntry> newest, @Nullable ServingModel model, float @Nullable [] vector) {
        int added = model == null || vector == null || model.bundle().newItems() == null
                ? 0
                : fill(fitting(newest, model, vector), Source.NEW, settings.newest());
        fill(newest, Source.NEW, settings.newest() - added);
    }

    /**
     * Those of the newest items that the model has not seen, by how well their users or categories suit the user: of
     * many arrivals in a catalogue the ones of the user's kind.
     */
    private List<ItemEntry> fitting(List<ItemEntry> newest, ServingModel model, float[] vector) {
        List<ItemEntry> unseen = unseen(newest, model);
        order.clear();
        for (ItemEntry entry : unseen) {
            order.add(model.unseenScore(entry, vector));
        }
        order.sort();
        List<ItemEntry> fitting = new ArrayList<>(unseen.size());
        for (int rank = 0; rank < order.size(); rank++) {
            fitting.add(unseen.get(order.place(rank)));
        }
        return fitting;
    }

    /** Those of the newest items that the model has not seen: the same for every user until the newest change. */
    private List<ItemEntry> unseen(List<ItemEntry> newest, ServingModel model) {
        if (newest != newestBefore || model != unseenBy) {
            unseen.clear();
            for (ItemEntry entry : newest.subList(0, Math.min(NEWEST_COMPARED, newest.size()))) {
                if (model.entries().row(entry) < 0) {
                    unseen.add(entry);
                }
            }
            newestBefore = newest;
            unseenBy = model;
        }
        return unseen;
    }

    private void retrieve(ConsumedItems consumed, ServingModel model, float[] vector) {
        TopItems found = model.index()
                .search(
                        vector,
                        settings.personal(),
                        row -> model.entries().entry(row).delisted()
                                || consumed.containsHash(model.items().hash(row)));
        List<NewItems.Found> fresh = model.newItems()
                .search(
                        vector,
                        settings.personal(),
                        found.size() < settings.personal() ? Float.NEGATIVE_INFINITY : found.score(found.size() - 1),
                        item -> item.entry().delisted() || consumed.containsHash(item.hash()));
        int rank = 0;
        int next = 0;
        for (int room = settings.personal(); room > 0 && rank + next < found.size() + fresh.size(); room--) {
            boolean known = next == fresh.size()
                    || (rank < found.size()
                            && found.score(rank) >= fresh.get(next).score());
            if (known) {
                int row = found.item(rank);
                candidates.addRetrieved(model.entries().entry(row), row, found.score(rank++));
            } else {
                candidates.addRetrieved(fresh.get(next++));
            }
        }
    }

    /** What others consumed next to the user's last items, and those items themselves where repeats are allowed. */
    private void follow() {
        for (int place = 0; place < context.lastItems().size(); place++) {
            ItemEntry[] neighbours = context.neighbours(place);
            for (int i = 0; i < Math.min(settings.coVisited(), neighbours.length); i++) {
                candidates.add(neighbours[i], Source.CO_VISITED);
            }
        }
        for (ItemEntry taken : context.takenItems()) {
            candidates.add(taken, Source.REPEAT);
        }
        for (ItemEntry taken : context.pastItems()) {
            candidates.add(taken, Source.REPEAT);
        }
    }

    private ScoredList list(
            @Nullable ServingModel model,
            @Nullable WeightedItems taste,
            float @Nullable [] vector,
            boolean cold,
            int described) {
        boolean ranked = false;
        if (cold) {
            inOrderFound();
        } else {
            ranked = model != null && rank(model);
            if (!ranked) {
                blend();
            }
        }
        candidates.sort();
        int n = Math.min(settings.listLength(), candidates.list().size());
        RankingFeatures features = model == null ? allFeatures : model.features();
        int withRows = Math.min(described, n);
        float[] used = new float[withRows * features.width()];
        if (!ranked && withRows > 0) {
            fillRows(features, n);
        }
        int explained = Math.min(settings.explained(), n);
        @Nullable Reasons reasons = explained == 0 ? null : new Reasons(context, model, taste);
        List<ScoredItem> items = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            CandidateSet.Candidate candidate = candidates.list().get(i);
            if (i < withRows) {
                System.arraycopy(
                        rows, candidate.features * features.width(), used, i * features.width(), features.width());
            }
            items.add(new ScoredItem(
                    candidate.entry.id(),
                    candidate.score,
                    candidate.source,
                    reasons != null && i < explained ? reasons.of(candidate) : List.of()));
        }
        return new ScoredList(items, used, features.width(), vector, context.nowMs());
    }

    /** False without a ranker, and when it fails: the list is then made as if there were none. */
    private boolean rank(ServingModel model) {
        OnnxRanker own = rankerOf(model);
        if (own == null || own.health().failing()) {
            return false;
        }
        List<CandidateSet.Candidate> list = candidates.list();
        int n = list.size();
        fillRows(model.features(), n);
        if (scores.length < n) {
            scores = new float[2 * n];
        }
        if (!own.tryScore(rows, n, scores)) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            list.get(i).score = scores[i];
        }
        return true;
    }

    /** The rows of the first {@code n} candidates, each at the place that its candidate then names. */
    private void fillRows(RankingFeatures features, int n) {
        if (rows.length < n * features.width()) {
            rows = new float[2 * n * features.width()];
        }
        features.fill(context, candidates.ranking(n), rows);
        for (int i = 0; i < n; i++) {
            candidates.list().get(i).features = i;
        }
    }

    private void blend() {
        List<CandidateSet.Candidate> list = candidates.list();
        int lastItems = context.lastItems().size();
        float bestPersonal = 0;
        float bestCoVisited = 0;
        for (CandidateSet.Candidate candidate : list) {
            candidate.score = context.coVisited(candidate.entry, lastItems);
            bestPersonal = Math.max(bestPersonal, candidate.personal);
            bestCoVisited = Math.max(bestCoVisited, candidate.score);
        }
        double popularityStep = 1e-3 / Math.max(1, list.size());
        for (int i = 0; i < list.size(); i++) {
            CandidateSet.Candidate candidate = list.get(i);
            double personal = bestPersonal > 0 ? candidate.personal / bestPersonal : 0;
            double coVisited = bestCoVisited > 0 ? candidate.score / bestCoVisited : 0;
            // Among items that neither knows, the order in which the sources gave them: trending before new.
            candidate.score = (float) (personal + settings.coVisitedBlend() * coVisited - popularityStep * i);
        }
    }

    private void inOrderFound() {
        List<CandidateSet.Candidate> list = candidates.list();
        for (int i = 0; i < list.size(); i++) {
            list.get(i).score = 1f / (1 + i);
        }
    }

    /** The model's ranker with this thread's own buffers; null when it has none. */
    private @Nullable OnnxRanker rankerOf(ServingModel model) {
        OnnxRanker shared = model.ranker();
        if (shared == null) {
            return null;
        }
        OnnxRanker own = ranker;
        if (own == null || known != model) {
            own = shared.sibling();
            ranker = own;
            known = model;
        }
        return own;
    }
}
