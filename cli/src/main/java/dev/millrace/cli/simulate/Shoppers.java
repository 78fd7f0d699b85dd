package dev.millrace.cli.simulate;

import java.util.Locale;
import java.util.SplittableRandom;

/** Simulated people: what each likes now, and how often each comes. Likings drift from visit to visit. */
final class Shoppers {

    /** How sharply a shopper tells liked categories from others. */
    private static final double FOCUS = 2.0;

    private static final double DRIFT = 0.08;
    /** Chance per visit that a shopper takes up another category altogether. */
    private static final double NEW_INTEREST = 0.02;

    private final Catalogue catalogue;
    private final double[][] interest;
    private final float[][] style;
    private final double[] cumulativeActivity;

    Shoppers(SimulationSettings settings, Catalogue catalogue) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + 2);
        this.catalogue = catalogue;
        int n = settings.users();
        interest = new double[n][Catalogue.categories()];
        style = new float[n][Catalogue.STYLES];
        cumulativeActivity = new double[n];
        double sum = 0;
        for (int u = 0; u < n; u++) {
            for (int c = 0; c < Catalogue.categories(); c++) {
                interest[u][c] = random.nextGaussian();
            }
            for (int s = 0; s < Catalogue.STYLES; s++) {
                style[u][s] = (float) random.nextGaussian();
            }
            sum += Math.exp(random.nextGaussian());
            cumulativeActivity[u] = sum;
        }
    }

    static String id(int shopper) {
        return String.format(Locale.ROOT, "user-%05d", shopper + 1);
    }

    /** Somebody, the active ones more often. */
    int draw(SplittableRandom random) {
        double target = random.nextDouble() * cumulativeActivity[cumulativeActivity.length - 1];
        int low = 0;
        int high = cumulativeActivity.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulativeActivity[middle] <= target) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Moves the likings of a shopper a little; sometimes a new interest appears. */
    void drift(int shopper, SplittableRandom random) {
        double[] likings = interest[shopper];
        for (int c = 0; c < likings.length; c++) {
            // The pull to the middle keeps the spread of likings what it was at the start.
            likings[c] = likings[c] * Math.sqrt(1 - DRIFT * DRIFT) + DRIFT * random.nextGaussian();
        }
        if (random.nextDouble() < NEW_INTEREST) {
            likings[random.nextInt(likings.length)] = 2.5;
        }
    }

    /** How much the shopper would like an item now: the truth that a recommender tries to find out. */
    double utility(int shopper, int item) {
        double match = 0;
        for (int s = 0; s < Catalogue.STYLES; s++) {
            match += style[shopper][s] * catalogue.style(item)[s];
        }
        return interest[shopper][catalogue.category(item)] + match / Math.sqrt(Catalogue.STYLES);
    }

    /** A category that the shopper turns to, the liked ones more often. */
    int drawCategory(int shopper, SplittableRandom random) {
        double[] likings = interest[shopper];
        double sum = 0;
        for (double liking : likings) {
            sum += Math.exp(FOCUS * liking);
        }
        double target = random.nextDouble() * sum;
        for (int c = 0; c < likings.length; c++) {
            target -= Math.exp(FOCUS * likings[c]);
            if (target < 0) {
                return c;
            }
        }
        return likings.length - 1;
    }
}
