package dev.millrace.cli.simulate;

import dev.millrace.cli.simulate.Visit.Act;
import dev.millrace.cli.simulate.Visit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How a shopper acts in one visit: looks over what is shown from the top, clicks what pleases, then browses. */
final class Behaviour {

    /** Items a browsing shopper compares before choosing one. */
    private static final int CONSIDERED = 12;

    private static final double PURCHASE_AFTER_CLICK = 0.25;
    private static final double MEAN_SECONDS_BETWEEN_ACTS = 30;

    private final Catalogue catalogue;
    private final Shoppers shoppers;

    Behaviour(Catalogue catalogue, Shoppers shoppers) {
        this.catalogue = catalogue;
        this.shoppers = shoppers;
    }

    /** @param shown item ids, best first; may be empty */
    Outcome act(Visit visit, List<String> shown, SplittableRandom random) {
        List<Integer> clicked = clicks(visit, shown, random);
        List<Act> acts = new ArrayList<>();
        long now = visit.startMs();
        int next = 0;
        while (acts.size() < visit.events()) {
            boolean fromList = next < clicked.size();
            String item = fromList ? shown.get(clicked.get(next++)) : catalogue.id(browse(visit, random));
            acts.add(new Act(item, fromList || random.nextDouble() < 0.6 ? "click" : "view", now));
            now += pause(random);
            if (acts.size() < visit.events() && random.nextDouble() < PURCHASE_AFTER_CLICK) {
                acts.add(new Act(item, "purchase", now));
                now += pause(random);
            }
        }
        return new Outcome(acts, clicked.subList(0, next));
    }

    private List<Integer> clicks(Visit visit, List<String> shown, SplittableRandom random) {
        List<Integer> clicked = new ArrayList<>();
        for (int position = 0; position < shown.size() && clicked.size() < visit.events(); position++) {
            int item = catalogue.indexOf(shown.get(position));
            boolean seen = random.nextDouble() < examination(position);
            if (seen && item >= 0 && random.nextDouble() < attraction(shoppers.utility(visit.shopper(), item))) {
                clicked.add(position);
            }
        }
        return clicked;
    }

    /** Chance that a position is looked at at all: the position bias of the click models in the literature. */
    static double examination(int position) {
        return 1 / (1 + 0.35 * position);
    }

    /** Chance that an item of this utility is clicked once it is looked at. */
    static double attraction(double utility) {
        return 1 / (1 + Math.exp(3 - 1.5 * utility));
    }

    private int browse(Visit visit, SplittableRandom random) {
        int[] shelf = catalogue.inCategory(shoppers.drawCategory(visit.shopper(), random));
        int best = -1;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CONSIDERED; i++) {
            int item = shelf.length == 0 ? random.nextInt(catalogue.size()) : shelf[random.nextInt(shelf.length)];
            // The Gumbel term makes the choice a softmax over utility and log appeal (McFadden's choice model).
            double score = shoppers.utility(visit.shopper(), item)
                    + Math.log(catalogue.appeal(item))
                    - Math.log(-Math.log(random.nextDouble(1e-12, 1)));
            if (score > bestScore && catalogue.isAvailable(item, visit.startMs())) {
                bestScore = score;
                best = item;
            }
        }
        return best >= 0 ? best : random.nextInt(Math.max(1, catalogue.size() / 2));
    }

    private static long pause(SplittableRandom random) {
        return 1000 + Math.round(-1000 * MEAN_SECONDS_BETWEEN_ACTS * Math.log(random.nextDouble(1e-6, 1)));
    }
}
