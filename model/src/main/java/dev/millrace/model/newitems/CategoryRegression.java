package dev.millrace.model.newitems;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Learns what the factors of an item are like from its categories: ridge regression of the item factors, less those of
 * the average item, on indicators of the categories. Solved by conjugate gradients, whose steps cost as much as there
 * are pairs of item and category: catalogues have thousands of categories.
 */
public final class CategoryRegression {

    /** In items: a category of so many items is half believed. */
    private static final double RIDGE = 10;

    /** A category of fewer items says more about them than about the next one. */
    private static final int LEAST_ITEMS = 3;

    /** A product number that stands for a category would make one of every item. */
    private static final int MOST_CATEGORIES = 5_000;

    private static final int STEPS = 60;
    private static final double TOLERANCE = 1e-10;

    private final FactorMatrix factors;
    private final int[][] categories; // by item
    private final int count;
    private final double[] mean;

    private CategoryRegression(FactorMatrix factors, int[][] categories, int count) {
        this.factors = factors;
        this.categories = categories;
        this.count = count;
        this.mean = mean(factors);
    }

    /** @param categoriesOf by item id; empty when nothing is known */
    public static CategoryFactors fit(
            ItemIndex items, FactorMatrix factors, Function<String, List<String>> categoriesOf) {
        List<List<String>> named = items.ids().stream()
                .map(id -> categoriesOf.apply(id).stream().distinct().toList())
                .toList();
        Map<String, Integer> rows = frequent(named);
        int[][] categories = named.stream()
                .map(names -> names.stream()
                        .filter(rows::containsKey)
                        .mapToInt(rows::get)
                        .toArray())
                .toArray(int[][]::new);
        var regression = new CategoryRegression(factors, categories, rows.size());
        return new CategoryFactors(ItemIndex.of(List.copyOf(rows.keySet())), regression.solve());
    }

    private static Map<String, Integer> frequent(List<List<String>> named) {
        Map<String, Integer> items = new HashMap<>();
        named.forEach(names -> names.forEach(name -> items.merge(name, 1, Integer::sum)));
        Map<String, Integer> rows = new LinkedHashMap<>();
        items.entrySet().stream()
                .filter(category -> category.getValue() >= LEAST_ITEMS)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CATEGORIES)
                .forEach(category -> rows.put(category.getKey(), rows.size()));
        return rows;
    }

    private FactorMatrix solve() {
        int d = factors.dimension();
        FactorMatrix solution = new FactorMatrix(count + 1, d);
        for (int k = 0; k < d; k++) {
            solution.values()[k] = (float) mean[k];
        }
        IntStream.range(0, d).parallel().forEach(k -> {
            double[] column = column(k);
            for (int c = 0; c < count; c++) {
                solution.values()[(c + 1) * d + k] = (float) column[c];
            }
        });
        return solution;
    }

    /** {@code (XᵀX + RIDGE·I) w = Xᵀy} for coordinate {@code k} of the factors (Hestenes and Stiefel 1952). */
    private double[] column(int k) {
        double[] w = new double[count];
        double[] residual = new double[count];
        for (int item = 0; item < categories.length; item++) {
            for (int c : categories[item]) {
                residual[c] += factors.values()[item * factors.dimension() + k] - mean[k];
            }
        }
        double[] direction = residual.clone();
        double rr = dot(residual, residual);
        double enough = TOLERANCE * TOLERANCE * rr;
        for (int step = 0; step < STEPS && rr > enough; step++) {
            double[] image = image(direction);
            double length = rr / dot(direction, image);
            add(direction, length, w);
            add(image, -length, residual);
            double next = dot(residual, residual);
            for (int c = 0; c < count; c++) {
                direction[c] = residual[c] + next / rr * direction[c];
            }
            rr = next;
        }
        return w;
    }

    private static double[] mean(FactorMatrix factors) {
        double[] mean = new double[factors.dimension()];
        for (int i = 0; i < factors.values().length; i++) {
            mean[i % mean.length] += factors.values()[i] / factors.rows();
        }
        return mean;
    }

    private double[] image(double[] v) {
        double[] image = Arrays.stream(v).map(value -> RIDGE * value).toArray();
        for (int[] ofItem : categories) {
            double sum = 0;
            for (int c : ofItem) {
                sum += v[c];
            }
            for (int c : ofItem) {
                image[c] += sum;
            }
        }
        return image;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] x, double factor, double[] to) {
        for (int i = 0; i < x.length; i++) {
            to[i] += factor * x[i];
        }
    }
}
