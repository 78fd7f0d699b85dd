package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills rows of the ranker's input: the same code online and in training. Stateless; any number of threads. */
public final class RankingFeatures {

    private static final double HOUR_MS = 3_600_000;
    private static final double DAY_MS = 86_400_000;

    private final FeatureDefinitions definitions;
    private final Column[] columns;
    /** Of a column made of a popularity: the place of that popularity, when it stands before it, else -1. */
    private final int[] popularities;

    /** All columns of the definitions, in their order. */
    public RankingFeatures(FeatureDefinitions definitions) {
        this(definitions, definitions.columns());
    }

    private RankingFeatures(FeatureDefinitions definitions, List<Column> columns) {
        this.definitions = definitions;
        this.columns = columns.toArray(Column[]::new);
        this.popularities = new int[this.columns.length];
        for (int c = 0; c < popularities.length; c++) {
            popularities[c] = popularityBefore(c);
        }
    }

    private int popularityBefore(int c) {
        for (int before = 0; before < c; before++) {
            if (columns[before].kind() == Column.Kind.ITEM_POPULARITY
                    && columns[before].position() == columns[c].position()) {
                return before;
            }
        }
        return -1;
    }

    /**
     * The columns that a model's manifest names, in its order.
     *
     * @throws IllegalArgumentException naming a column that the definitions do not have
     */
    public static RankingFeatures named(FeatureDefinitions definitions, List<String> names) {
        Map<String, Column> known = new LinkedHashMap<>();
        definitions.columns().forEach(column -> known.put(column.name(), column));
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            Column column = known.get(name);
            if (column == null) {
                throw new IllegalArgumentException(
                        "the model's ranker needs the feature " + name + "; features.yaml has " + known.keySet());
            }
            columns.add(column);
        }
        return new RankingFeatures(definitions, columns);
    }

    /** Whether any column needs the user folded in without regard to recency. */
    public boolean needSteadyTaste() {
        return Arrays.stream(columns)
                .map(Column::kind)
                .anyMatch(
                        Set.of(Column.Kind.STEADY_SCORE, Column.Kind.STEADY_SHARE, Column.Kind.USER_ITEM_STEADY)
                                ::contains);
    }

    /** Values per row. */
    public int width() {
        return columns.length;
    }

    /**
     * Writes the row of one candidate.
     *
     * @param factors what the model's factors say of the candidate
     * @param rows row {@code i} starts at {@code i * width()}
     */
    public void fill(UserContext user, ItemEntry item, FactorScores factors, float[] rows, int row) {
        int start = row * columns.length;
        ItemSignals signals = item.signals();
        ItemFacts facts = item.facts();
        OwnItems.Taken taken = user.own().find(item);
        Following following = user.following();
        int next = following.find(item);
        for (int c = 0; c < columns.length; c++) {
            Column column = columns[c];
            rows[start + c] = switch (column.kind()) {
                case PERSONAL_SCORE -> factors.personal();
                case PERSONAL_SHARE -> factors.personalShare();
                case PERSONAL_SHARE_BY_MOMENTS -> factors.personalShare() * user.experience();
                case PERSONAL_RANK -> UserContext.compress(factors.rank());
                case STEADY_SCORE -> factors.steady();
                case STEADY_SHARE -> factors.steadyShare();
                case CO_VISITED -> next < 0 ? 0 : following.share(next, column.position());
                case CO_VISITED_LOG -> next < 0 ? 0 : perMille(following.share(next, column.position()));
                case ITEM_POPULARITY -> popularity(signals, column.position(), user.nowMs());
                case ITEM_POPULARITY_SQUARED -> {
                    float popularity = popularity(c, signals, user.nowMs(), rows, start);
                    yield popularity * popularity;
                }
                case ITEM_POPULARITY_BY_MOMENTS ->
                    popularity(c, signals, user.nowMs(), rows, start) * user.experience();
                case ITEM_AGE -> age(item, user.nowMs());
                case ITEM_RECENCY -> recency(signals, user.nowMs());
                case ITEM_CLICK_THROUGH -> clickThrough(signals);
                case CATEGORY_AFFINITY -> user.categoryAffinity(facts);
                case USER_ACTIVITY -> user.activity(column.position());
                case USER_ITEM_COUNT -> taken == null ? 0 : OwnItems.times(taken);
                case USER_ITEM_RECENCY -> taken == null ? 0 : OwnItems.recency(taken, user.nowMs());
                case USER_ITEM_SHARE -> taken == null ? 0 : user.own().share(taken);
                case USER_ITEM_RECENT_SHARE -> taken == null ? 0 : user.own().recentShare(taken);
                case USER_ITEM_NEWNESS -> taken == null ? 0 : OwnItems.newness(taken);
                case USER_ITEM_DUE -> taken == null ? 0 : OwnItems.due(taken, user.nowMs());
                case USER_ITEM_TAKEN -> taken == null ? 0 : 1;
                case USER_ITEM_REPEATS -> taken == null ? 0 : user.own().repeats();
                case USER_ITEM_STEADY -> taken == null ? 0 : factors.steadyShare();
                case TITLE_NEAREST -> taken == null ? user.nearestTitle(item) : 0;
                case PRICE_DISTANCE -> user.priceDistance(facts);
            };
        }
    }

    private static float perMille(float share) {
        return UserContext.compress(1000.0 * share);
    }

    /** The popularity that column {@code c} is made of; what stands in the row already is not worked out again. */
    private float popularity(int c, @Nullable ItemSignals signals, long nowMs, float[] rows, int start) {
        int known = popularities[c];
        return known < 0 ? popularity(signals, columns[c].position(), nowMs) : rows[start + known];
    }

    private float popularity(@Nullable ItemSignals signals, int halfLife, long nowMs) {
        return signals == null
                ? 0
                : UserContext.compress(
                        signals.counts().at(halfLife, nowMs, definitions.itemHalfLivesMs()[halfLife]));
    }

    private static float age(ItemEntry item, long nowMs) {
        long created = ItemRanking.createdAtMs(item);
        return created == 0 ? 0 : UserContext.compress((nowMs - created) / DAY_MS);
    }

    private static float recency(@Nullable ItemSignals signals, long nowMs) {
        // A year for an item never touched: as stale as can be.
        return signals == null || !signals.seen()
                ? UserContext.compress(365 * 24)
                : UserContext.compress((nowMs - signals.lastSeenMs()) / HOUR_MS);
    }

    /** Clicks and impressions decay by one factor, so their ratio needs no decaying; only the prior's pull grows. */
    private float clickThrough(@Nullable ItemSignals signals) {
        double clicks = signals == null ? 0 : signals.clicks();
        double impressions = signals == null ? 0 : signals.impressions();
        return (float) ((clicks + definitions.priorClicks()) / (impressions + definitions.priorImpressions()));
    }
}
