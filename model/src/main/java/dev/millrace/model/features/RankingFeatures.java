package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Fills rows of the ranker's input: the same code online and in training. Stateless; any number of threads. */
public final class RankingFeatures {

    private static final Set<Column.Kind> OF_TAKEN = Set.of(
            Column.Kind.USER_ITEM_COUNT,
            Column.Kind.USER_ITEM_RECENCY,
            Column.Kind.USER_ITEM_SHARE,
            Column.Kind.USER_ITEM_RECENT_SHARE,
            Column.Kind.USER_ITEM_NEWNESS,
            Column.Kind.USER_ITEM_DUE,
            Column.Kind.USER_ITEM_SINCE,
            Column.Kind.USER_ITEM_TAKEN,
            Column.Kind.USER_ITEM_REPEATS,
            Column.Kind.USER_ITEM_AGAIN,
            Column.Kind.USER_ITEM_STEADY);
    private static final Set<Column.Kind> OF_FOLLOWING = Set.of(Column.Kind.CO_VISITED, Column.Kind.CO_VISITED_LOG);

    private final FeatureDefinitions definitions;
    private final Column[] columns;
    private final int[] ofAll; // places of columns; the next two hold zeros but for few items
    private final int[] ofFollowing;
    private final int[] ofTaken;

    /** All columns of the definitions, in their order. */
    public RankingFeatures(FeatureDefinitions definitions) {
        this(definitions, definitions.columns());
    }

    private RankingFeatures(FeatureDefinitions definitions, List<Column> columns) {
        this.definitions = definitions;
        this.columns = columns.toArray(Column[]::new);
        this.ofTaken = places(OF_TAKEN::contains);
        this.ofFollowing = places(OF_FOLLOWING::contains);
        this.ofAll = places(kind -> !OF_TAKEN.contains(kind) && !OF_FOLLOWING.contains(kind));
    }

    private int[] places(Predicate<Column.Kind> belongs) {
        return IntStream.range(0, columns.length)
                .filter(c -> belongs.test(columns[c].kind()))
                .toArray();
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
        items.read(user, definitions);
        Arrays.fill(rows, 0, items.size() * width(), 0f);
        for (int c : ofAll) {
            fill(columns[c], user, items, rows, c);
        }
        for (int i = 0; i < items.size(); i++) {
            int next = items.following(i);
            if (next >= 0) {
                for (int c : ofFollowing) {
                    rows[i * width() + c] = following(columns[c], user.following(), next);
                }
            }
            OwnItems.Taken taken = items.taken(i);
            if (taken != null) {
                for (int c : ofTaken) {
                    rows[i * width() + c] = taken(columns[c], user, taken, items, i);
                }
            }
        }
    }

    /**
     * One column of all items. What it holds is decided once and not for each item, and what is dear of the items
     * overlaps.
     *
     * @param at place of the column
     */
    private void fill(Column column, UserContext user, RankingInput items, float[] rows, int at) {
        int n = items.size();
        switch (column.kind()) {
            case PERSONAL_SCORE -> copy(items.personal(), 1, 0, n, 1, rows, at);
            case PERSONAL_SHARE -> copy(items.personalShares(), 1, 0, n, 1, rows, at);
            case PERSONAL_SHARE_BY_MOMENTS -> copy(items.personalShares(), 1, 0, n, user.experience(), rows, at);
            case PERSONAL_RANK -> {
                for (int i = 0; i < n; i++) {
                    rows[i * columns.length + at] = UserContext.compress(items.rank(i));
                }
            }
            case STEADY_SCORE -> copy(items.steady(), 1, 0, n, 1, rows, at);
            case STEADY_SHARE -> copy(items.steadyShares(), 1, 0, n, 1, rows, at);
            case ITEM_POPULARITY -> own(items, ItemMoment.POPULARITY + column.position(), 1, rows, at);
            case ITEM_POPULARITY_SQUARED -> {
                own(items, ItemMoment.POPULARITY + column.position(), 1, rows, at);
                for (int i = 0; i < n; i++) {
                    rows[i * columns.length + at] *= rows[i * columns.length + at];
                }
            }
            case ITEM_POPULARITY_BY_MOMENTS ->
                own(items, ItemMoment.POPULARITY + column.position(), user.experience(), rows, at);
            case ITEM_AGE -> own(items, ItemMoment.AGE, 1, rows, at);
            case ITEM_RECENCY -> own(items, ItemMoment.RECENCY, 1, rows, at);
            case ITEM_CLICK_THROUGH -> own(items, ItemMoment.CLICK_THROUGH, 1, rows, at);
            case CATEGORY_AFFINITY -> {
                for (int i = 0; i < n; i++) {
                    rows[i * columns.length + at] = user.categoryAffinity(items.item(i));
                }
            }
            case USER_ACTIVITY -> {
                for (int i = 0; i < n; i++) {
                    rows[i * columns.length + at] = user.activity(column.position());
                }
            }
            case TITLE_NEAREST -> {
                for (int i = 0; i < n; i++) {
                    rows[i * columns.length + at] = items.taken(i) == null ? user.nearestTitle(items.item(i)) : 0;
                }
            }
            case PRICE_DISTANCE -> {
                for (int i = 0; i < n; i++) {
                    rows[i * columns.length + at] = user.priceDistance(items.own(i, ItemMoment.LOG_PRICE));
                }
            }
            default -> throw new IllegalStateException(column.name() + " is not a column of all items");
        }
    }

    private void own(RankingInput items, int value, float times, float[] rows, int at) {
        copy(items.own(), items.ownWidth(), value, items.size(), times, rows, at);
    }

    /** Values of {@code n} items, every {@code stride}-th from {@code first} on, into a column. */
    private void copy(float[] values, int stride, int first, int n, float times, float[] rows, int at) {
        int width = columns.length;
        for (int i = 0; i < n; i++) {
            rows[i * width + at] = values[i * stride + first] * times;
        }
    }

    private static float following(Column column, Following following, int next) {
        float share = following.share(next, column.position());
        return column.kind() == Column.Kind.CO_VISITED ? share : UserContext.compress(1000.0 * share);
    }

    private static float taken(Column column, UserContext user, OwnItems.Taken taken, RankingInput items, int i) {
        return switch (column.kind()) {
            case USER_ITEM_COUNT -> OwnItems.times(taken);
            case USER_ITEM_RECENCY -> OwnItems.recency(taken, user.nowMs());
            case USER_ITEM_SHARE -> user.own().share(taken);
            case USER_ITEM_RECENT_SHARE -> user.own().recentShare(taken);
            case USER_ITEM_NEWNESS -> OwnItems.newness(taken);
            case USER_ITEM_DUE -> OwnItems.due(taken, user.nowMs());
            case USER_ITEM_SINCE -> OwnItems.since(taken, user.nowMs());
            case USER_ITEM_TAKEN -> 1;
            case USER_ITEM_REPEATS -> user.own().repeats();
            case USER_ITEM_AGAIN -> items.own(i, ItemMoment.AGAIN);
            case USER_ITEM_STEADY -> items.steadyShares()[i];
            default -> throw new IllegalStateException(column.name() + " is not a column of taken items");
        };
    }
}
