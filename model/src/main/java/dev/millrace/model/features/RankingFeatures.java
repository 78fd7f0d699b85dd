package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills rows of the ranker's input: the same code online and in training. Stateless; any number of threads. */
public final class RankingFeatures {

    private static final double HOUR_MS = 3_600_000;
    private static final double DAY_MS = 86_400_000;

    private final FeatureDefinitions definitions;
    private final Column[] columns;

    /** All columns of the definitions, in their order. */
    public RankingFeatures(FeatureDefinitions definitions) {
        this(definitions, definitions.columns());
    }

    private RankingFeatures(FeatureDefinitions definitions, List<Column> columns) {
        this.definitions = definitions;
        this.columns = columns.toArray(Column[]::new);
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

    /** Values per row. */
    public int width() {
        return columns.length;
    }

    /**
     * Writes the row of one candidate.
     *
     * @param personalScore inner product of user and item; 0 where either is unknown
     * @param rows row {@code i} starts at {@code i * width()}
     */
    public void fill(UserContext user, ItemEntry item, float personalScore, float[] rows, int row) {
        int at = row * columns.length;
        ItemSignals signals = item.signals();
        ItemFacts facts = item.facts();
        for (Column column : columns) {
            rows[at++] = switch (column.kind()) {
                case PERSONAL_SCORE -> personalScore;
                case CO_VISITED -> user.coVisited(item.id(), column.position());
                case ITEM_POPULARITY -> popularity(signals, column.position(), user.nowMs());
                case ITEM_AGE -> age(item, user.nowMs());
                case ITEM_RECENCY -> recency(signals, user.nowMs());
                case ITEM_CLICK_THROUGH -> clickThrough(signals);
                case CATEGORY_AFFINITY -> user.categoryAffinity(facts);
                case USER_ACTIVITY -> user.activity(column.position());
                case USER_ITEM_COUNT -> user.takenTimes(item.id());
                case USER_ITEM_RECENCY -> user.takenRecency(item.id());
            };
        }
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
