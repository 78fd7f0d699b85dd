package dev.millrace.model.baselines;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * EASE (Steck 2019): the best linear map from a user's items to their items that may not use the item itself, {@code B
 * = I − P·diag(P)⁻¹} with {@code P = (XᵀX + λI)⁻¹}. Immutable.
 *
 * <p>The smaller side is inverted. With fewer users than items {@code P = (I − XᵀMX)/λ} where {@code M = (XXᵀ + λI)⁻¹},
 * and the map is never written out.
 */
abstract class EaseMap {

    /** No map yet. */
    static final EaseMap NONE = new EaseMap() {
        @Override
        void addTo(double[] scores, int[] items, double[] weights) {}
    };

    /**
     * Learns a map.
     *
     * @param itemsOfUser for each user with items, their distinct items
     * @param items numbers of items in all
     * @param mostItems when items are the smaller side, only so many are in the map, those taken most
     */
    static EaseMap learn(int[][] itemsOfUser, int items, double lambda, int mostItems) {
        int[] takers = new int[items];
        for (int[] own : itemsOfUser) {
            for (int item : own) {
                takers[item]++;
            }
        }
        int[] taken = IntStream.range(0, items)
                .filter(item -> takers[item] > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer item) -> -takers[item]).thenComparing(item -> item))
                .limit(mostItems)
                .mapToInt(Integer::intValue)
                .toArray();
        return itemsOfUser.length < taken.length
                ? new ByUsers(itemsOfUser, items, lambda)
                : new ByItems(itemsOfUser, items, taken, lambda);
    }

    /** Adds {@code xB} for the row x with the given weights at the given items. */
    abstract void addTo(double[] scores, int[] items, double[] weights);

    /** The map written out, over the items in {@code itemOf}. */
    private static final class ByItems extends EaseMap {

        private final int[] itemOf;
        private final int[] rowOf;
        private final float[][] map;

        ByItems(int[][] itemsOfUser, int items, int[] itemOf, double lambda) {
            int n = itemOf.length;
            this.itemOf = itemOf;
            this.rowOf = new int[items];
            Arrays.fill(rowOf, -1);
            for (int row = 0; row < n; row++) {
                rowOf[itemOf[row]] = row;
            }
            double[][] gram = new double[n][n];
            for (int[] own : itemsOfUser) {
                int[] rows = Arrays.stream(own)
                        .map(item -> rowOf[item])
                        .filter(row -> row >= 0)
                        .toArray();
                for (int a : rows) {
                    for (int b : rows) {
                        gram[a][b]++;
                    }
                }
            }
            for (int row = 0; row < n; row++) {
                gram[row][row] += lambda;
            }
            this.map = map(SymmetricInverse.of(gram));
        }

        private static float[][] map(double[][] inverse) {
            int n = inverse.length;
            float[][] map = new float[n][n];
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < n; column++) {
                    map[row][column] = row == column ? 0 : (float) (-inverse[row][column] / inverse[column][column]);
                }
            }
            return map;
        }

        @Override
        void addTo(double[] scores, int[] items, double[] weights) {
            for (int i = 0; i < items.length; i++) {
                int row = rowOf[items[i]];
                for (int column = 0; row >= 0 && column < itemOf.length; column++) {
                    scores[itemOf[column]] += weights[i] * map[row][column];
                }
            }
        }
    }

    /** {@code (xB)ⱼ = xⱼ − (xP)ⱼ / Pⱼⱼ}. */
    private static final class ByUsers extends EaseMap {

        private final int[][] itemsOfUser;
        private final int[][] usersOfItem;
        private final double[][] inverse;
        private final double[] diagonal; // λ·Pⱼⱼ

        ByUsers(int[][] itemsOfUser, int items, double lambda) {
            int m = itemsOfUser.length;
            this.itemsOfUser = itemsOfUser;
            this.usersOfItem = transposed(itemsOfUser, items);
            double[][] gram = new double[m][m];
            for (int[] takers : usersOfItem) {
                for (int a : takers) {
                    for (int b : takers) {
                        gram[a][b]++;
                    }
                }
            }
            for (int user = 0; user < m; user++) {
                gram[user][user] += lambda;
            }
            this.inverse = SymmetricInverse.of(gram);
            this.diagonal = new double[items];
            for (int item = 0; item < items; item++) {
                double sum = 0;
                for (int a : usersOfItem[item]) {
                    for (int b : usersOfItem[item]) {
                        sum += inverse[a][b];
                    }
                }
                diagonal[item] = 1 - sum;
            }
        }

        @Override
        void addTo(double[] scores, int[] items, double[] weights) {
            int m = itemsOfUser.length;
            double[] shared = new double[m]; // X·xᵀ
            for (int i = 0; i < items.length; i++) {
                for (int taker : usersOfItem[items[i]]) {
                    shared[taker] += weights[i];
                }
            }
            double[] solved = new double[m]; // M·X·xᵀ
            for (int taker = 0; taker < m; taker++) {
                double[] column = inverse[taker];
                double weight = shared[taker];
                for (int user = 0; weight != 0 && user < m; user++) {
                    solved[user] += weight * column[user];
                }
            }
            double[] projected = new double[scores.length];
            for (int user = 0; user < m; user++) {
                for (int item : itemsOfUser[user]) {
                    projected[item] += solved[user];
                }
            }
            double[] own = new double[scores.length];
            for (int i = 0; i < items.length; i++) {
                own[items[i]] += weights[i];
            }
            for (int item = 0; item < scores.length; item++) {
                scores[item] += own[item] - (own[item] - projected[item]) / diagonal[item];
            }
        }

        private static int[][] transposed(int[][] itemsOfUser, int items) {
            int[] counts = new int[items];
            for (int[] own : itemsOfUser) {
                for (int item : own) {
                    counts[item]++;
                }
            }
            int[][] users = new int[items][];
            Arrays.setAll(users, item -> new int[counts[item]]);
            for (int user = itemsOfUser.length - 1; user >= 0; user--) {
                for (int item : itemsOfUser[user]) {
                    users[item][--counts[item]] = user;
                }
            }
            return users;
        }
    }
}
