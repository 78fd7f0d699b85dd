package dev.millrace.model.foldin;

import dev.millrace.model.preferences.EventWeights;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that turns a history into a preference vector, beside the factors. Travels in the model's manifest.
 *
 * @param alpha0 weight of every unobserved pair, above 0
 * @param lambda strength of the L2 term, above 0
 * @param nu exponent of the frequency scaling of the L2 term, 0 (none) to 1
 * @param recencyGamma factor of the weight from one event to the next older one, above 0, at most 1
 * @param weights worth of each event type
 */
public record FoldInSettings(float alpha0, float lambda, float nu, float recencyGamma, EventWeights weights) {

    private static final FoldInSettings DEFAULTS = new FoldInSettings(0.3f, 0.01f, 1f, 0.95f, EventWeights.defaults());

    public FoldInSettings {
        require(alpha0 > 0 && alpha0 <= 1e6, "model.alpha0 must be above 0", alpha0);
        require(lambda > 0 && lambda <= 1e6, "model.lambda must be above 0", lambda);
        require(nu >= 0 && nu <= 1, "model.nu must lie between 0 and 1", nu);
        require(
                recencyGamma > 0 && recencyGamma <= 1,
                "model.recency-gamma must be above 0 and at most 1",
                recencyGamma);
    }

    public static FoldInSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Reads {@code model.alpha0}, {@code model.lambda}, {@code model.nu}, {@code model.recency-gamma},
     * {@code event.weights.*}.
     */
    public static FoldInSettings fromMap(Map<String, String> settings) {
        return new FoldInSettings(
                number(settings, "model.alpha0", DEFAULTS.alpha0),
                number(settings, "model.lambda", DEFAULTS.lambda),
                number(settings, "model.nu", DEFAULTS.nu),
                number(settings, "model.recency-gamma", DEFAULTS.recencyGamma),
                EventWeights.fromMap(settings));
    }

    /** These settings without regard to recency: for lasting taste. */
    public FoldInSettings steady() {
        return new FoldInSettings(alpha0, lambda, nu, 1, weights);
    }

    /** What {@link #fromMap} reads; the round trip is exact. */
    public Map<String, String> toMap() {
        Map<String, String> settings = new TreeMap<>(weights.toMap());
        settings.put("model.alpha0", Float.toString(alpha0));
        settings.put("model.lambda", Float.toString(lambda));
        settings.put("model.nu", Float.toString(nu));
        settings.put("model.recency-gamma", Float.toString(recencyGamma));
        return settings;
    }

    /**
     * The frequency-scaled L2 of Rendle et al. 2021 (equation 9): {@code λ·(confidence + α₀·others)^ν}.
     *
     * @param confidence sum of the confidences of the row's observations (their number, when all are 1)
     * @param others rows on the other side
     */
    public double scaledLambda(double confidence, long others) {
        return lambda * Math.pow(confidence + alpha0 * others, nu);
    }

    private static float number(Map<String, String> settings, String key, float otherwise) {
        String text = settings.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number, was '" + text + "'", e);
        }
    }

    private static void require(boolean holds, String rule, float value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", was " + value);
        }
    }
}
