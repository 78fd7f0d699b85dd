package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills rows of the ranker's input: the same code online and in training. Stateless; any number of threads. */
public final class RankingFeatures {

    private static final double HOUR_MS = 3_600_000;
    private static final double DAY_MS = 86_400_000;

    private static final Set<Column.Kind> OF_POPULARITY = Set.of(
            Column.Kind.ITEM_POPULARITY, Column.Kind.ITEM_POPULARITY_SQUARED, Column.Kind.ITEM_POPULARITY_BY_MOMENTS);

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
     * Writes a row for each item.
     *
     * @param rows row {@code i} starts at {@code i * width()}
     */
    public void fill(UserContext user, RankingInput items, float[] rows) {
        items.read(user, definitions.itemHalfLivesMs().length);
        for (int i = 0; i < items.size(); i++) {
            row(user, items, i, rows);
        }
        // The dearest columns one after another: exponentials and logarithms of different items overlap.
        for (int c = 0; c < columns.length; c++) {
            if (OF_POPULARITY.contains(columns[c].kind())) {
                popularity(user, items, c, rows);
            }
        }
    }

    private void row(UserContext user, RankingInput items, int i, float[] rows) {
        int at = i * columns.length;
        double[] numbers = items.numbers(i);
        OwnItems.Taken taken = items.taken(i);
        Following following = user.following();
        int next = items.following(i);
        for (Column column : columns) {
            rows[at++] = switch (column.kind()) {
                case PERSONAL_SCORE -> items.personal(i);
                case PERSONAL_SHARE -> items.personalShare(i);
                case PERSONAL_SHARE_BY_MOMENTS -> items.personalShare(i) * user.experience();
                case PERSONAL_RANK -> UserContext.compress(items.rank(i));
                case STEADY_SCORE -> items.steady(i);
                case STEADY_SHARE -> items.steadyShare(i);
                case CO_VISITED -> next < 0 ? 0 : following.share(next, column.position());
                case CO_VISITED_LOG -> next < 0 ? 0 : perMille(following.share(next, column.position()));
                case ITEM_POPULARITY, ITEM_POPULARITY_SQUARED, ITEM_POPULARITY_BY_MOMENTS ->
                    0; // all of them afterwards
                case ITEM_AGE -> age(numbers[ItemNumbers.CREATED], user.nowMs());
                case ITEM_RECENCY -> recency(numbers[ItemNumbers.LAST_SEEN], user.nowMs());
                case ITEM_CLICK_THROUGH -> clickThrough(numbers);
                case CATEGORY_AFFINITY -> user.categoryAffinity(items.item(i));
                case USER_ACTIVITY -> user.activity(column.position());
                case USER_ITEM_COUNT -> taken == null ? 0 : OwnItems.times(taken);
                case USER_ITEM_RECENCY -> taken == null ? 0 : OwnItems.recency(taken, user.nowMs());
                case USER_ITEM_SHARE -> taken == null ? 0 : user.own().share(taken);
                case USER_ITEM_RECENT_SHARE -> taken == null ? 0 : user.own().recentShare(taken);
                case USER_ITEM_NEWNESS -> taken == null ? 0 : OwnItems.newness(taken);
                case USER_ITEM_DUE -> taken == null ? 0 : OwnItems.due(taken, user.nowMs());
                case USER_ITEM_TAKEN -> taken == null ? 0 : 1;
                case USER_ITEM_REPEATS -> taken == null ? 0 : user.own().repeats();
                case USER_ITEM_STEADY -> taken == null ? 0 : items.steadyShare(i);
                case TITLE_NEAREST -> taken == null ? user.nearestTitle(items.item(i)) : 0;
                case PRICE_DISTANCE -> user.priceDistance(numbers[ItemNumbers.LOG_PRICE]);
            };
        }
    }

    private void popularity(UserContext user, RankingInput items, int c, float[] rows) {
        Column column = columns[c];
        int halfLives = definitions.itemHalfLivesMs().length;
        long halfLifeMs = definitions.itemHalfLivesMs()[column.position()];
        int known = popularities[c];
        for (int i = 0; i < items.size(); i++) {
            int row = i * columns.length;
            float popularity;
            if (known >= 0) {
                popularity = rows[row + known];
            } else {
                double count = items.count(i * halfLives + column.position());
                popularity = count == 0 ? 0 : UserContext.compress(count * Decay.kept(items.elapsedMs(i), halfLifeMs));
            }
            rows[row + c] = switch (column.kind()) {
                case ITEM_POPULARITY_SQUARED -> popularity * popularity;
                case ITEM_POPULARITY_BY_MOMENTS -> popularity * user.experience();
                default -> popularity;
            };
        }
    }

    private static float perMille(float share) {
        return UserContext.compress(1000.0 * share);
    }

    private static float age(double createdMs, long nowMs) {
        return createdMs == 0 ? 0 : UserContext.compress((nowMs - createdMs) / DAY_MS);
    }

    private static float recency(double lastSeenMs, long nowMs) {
        // A year for an item never touched: as stale as can be.
        return UserContext.compress(Double.isNaN(lastSeenMs) ? 365 * 24 : (nowMs - lastSeenMs) / HOUR_MS);
    }

    /** Clicks and impressions decay by one factor, so their ratio needs no decaying; only the prior's pull grows. */
    private float clickThrough(double[] numbers) {
        return (float) ((numbers[ItemNumbers.CLICKS] + definitions.priorClicks())
                / (numbers[ItemNumbers.IMPRESSIONS] + definitions.priorImpressions()));
    }
}
