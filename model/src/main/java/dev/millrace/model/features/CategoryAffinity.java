package dev.millrace.model.features;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much of a user's decayed attention goes to which category. */
public final class CategoryAffinity {

    private CategoryAffinity() {}

    /** Adds one event on an item to decayed weights by category; the weight is split among the item's categories. */
    public static void add(
            Map<String, Double> weights,
            @Nullable ItemFacts facts,
            double weight,
            long elapsedMs,
            FeatureDefinitions definitions) {
        if (facts == null || facts.categories().isEmpty()) {
            return;
        }
        double each = weight
                * Decay.kept(elapsedMs, definitions.categoryHalfLifeMs())
                / facts.categories().size();
        for (int i = 0; i < facts.categories().size(); i++) {
            weights.merge(facts.categories().get(i), each, Double::sum);
        }
    }

    /** The weights as shares that sum to 1; empty when nothing has weight. */
    static Map<String, Float> shares(Map<String, Double> weights) {
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Float> shares = new HashMap<>();
        if (total > 0) {
            weights.forEach((category, weight) -> shares.put(category, (float) (weight / total)));
        }
        return shares;
    }

    /** Sum of the user's shares over the item's categories, 0 to 1. */
    static float of(ItemFacts facts, Map<String, Float> shares) {
        float sum = 0;
        for (int i = 0; i < facts.categories().size(); i++) {
            Float share = shares.get(facts.categories().get(i));
            sum += share == null ? 0 : share;
        }
        return sum;
    }
}
