package dev.millrace.cli.simulate;

import dev.millrace.cli.input.CatalogItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The items of a simulated shop: each in one category, with a style that some shoppers like and an appeal that follows
 * Zipf's law. Most are there from the start, the others arrive evenly over time.
 */
public final class Catalogue {

    static final int STYLES = 4;

    /** Share of items that come into being after the start. */
    private static final double NEW_SHARE = 0.25;

    private static final double ZIPF_EXPONENT = 0.8;

    private static final String[] CATEGORIES = {
        "Coffee", "Garden", "Kitchen", "Books", "Cycling", "Music", "Camping", "Desk", "Games", "Bath", "Toys", "Lamps"
    };
    private static final String[] QUALITIES = {
        "Amber",
        "Quiet",
        "Folding",
        "Copper",
        "Little",
        "Striped",
        "Northern",
        "Velvet",
        "Pocket",
        "Wooden",
        "Silver",
        "Painted"
    };
    private static final String[] THINGS = {
        "Kettle",
        "Lantern",
        "Notebook",
        "Basket",
        "Mirror",
        "Clock",
        "Blanket",
        "Tray",
        "Compass",
        "Jar",
        "Stool",
        "Bell",
        "Kite",
        "Flask",
        "Brush",
        "Puzzle"
    };

    private final List<CatalogItem> items = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final int[] category;
    private final float[][] style;
    private final double[] appeal;
    private final int[][] byCategory;

    Catalogue(SimulationSettings settings, long startMs, long endMs) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + 1);
        int n = settings.items();
        category = new int[n];
        style = new float[n][STYLES];
        appeal = new double[n];
        for (int i = 0; i < n; i++) {
            category[i] = random.nextInt(CATEGORIES.length);
            for (int s = 0; s < STYLES; s++) {
                style[i][s] = (float) random.nextGaussian();
            }
            // A random rank, so that newcomers are as likely to be hits as old items.
            appeal[i] = Math.pow(1 + random.nextInt(n), -ZIPF_EXPONENT);
            add(i, arrival(i, n, startMs, endMs), random);
        }
        byCategory = group();
    }

    /** All items, new arrivals included, in order of arrival. */
    public List<CatalogItem> items() {
        return List.copyOf(items);
    }

    static int categories() {
        return CATEGORIES.length;
    }

    int size() {
        return items.size();
    }

    String id(int item) {
        return items.get(item).itemId();
    }

    /** Index of an item, -1 when the shop does not have it. */
    int indexOf(String itemId) {
        return indexes.getOrDefault(itemId, -1);
    }

    int category(int item) {
        return category[item];
    }

    float[] style(int item) {
        return style[item];
    }

    double appeal(int item) {
        return appeal[item];
    }

    boolean isAvailable(int item, long atMs) {
        Long created = items.get(item).createdAtMs();
        return created != null && created <= atMs;
    }

    /** Items of one category in order of arrival. */
    int[] inCategory(int wanted) {
        return byCategory[wanted];
    }

    private static long arrival(int i, int n, long startMs, long endMs) {
        int old = (int) (n * (1 - NEW_SHARE));
        return i < old ? startMs : startMs + (endMs - startMs) * (i - old + 1) / (n - old + 1);
    }

    private void add(int i, long createdAtMs, SplittableRandom random) {
        String id = String.format(Locale.ROOT, "item-%05d", i + 1);
        String title = QUALITIES[random.nextInt(QUALITIES.length)] + " " + THINGS[random.nextInt(THINGS.length)];
        double price = Math.round(100 * Math.exp(2.5 + 0.7 * random.nextGaussian())) / 100.0;
        indexes.put(id, i);
        items.add(new CatalogItem(id, title, List.of(CATEGORIES[category[i]]), price, createdAtMs));
    }

    private int[][] group() {
        int[][] groups = new int[CATEGORIES.length][0];
        for (int i = 0; i < category.length; i++) {
            int[] group = groups[category[i]];
            groups[category[i]] = Arrays.copyOf(group, group.length + 1);
            groups[category[i]][group.length] = i;
        }
        return groups;
    }
}
