package dev.millrace.model.preferences;

import java.util.Map;
import java.util.TreeMap;

/**
 * What each event type is worth: settings {@code event.weights.<type>}, kept in a model's manifest. A type that is not
 * named counts for nothing.
 */
public record EventWeights(Map<String, TypeWeight> byType) {

    /** Key prefix in settings and manifests. */
    public static final String PREFIX = "event.weights.";

    /**
     * Worth of an item that was chosen and not liked, beside one that was liked. Measured with {@code millrace
     * evaluate} on ml-latest-small, NDCG@20 of new items: nothing .0770, a quarter .0854, as much .0824.
     */
    private static final float INTEREST_SHARE = 0.25f;

    private static final EventWeights DEFAULTS = fromMap(Map.ofEntries(
            Map.entry(PREFIX + "view", "0.3"),
            Map.entry(PREFIX + "click", "0.5"),
            Map.entry(PREFIX + "play", "0.5"),
            Map.entry(PREFIX + "cart", "0.7"),
            Map.entry(PREFIX + "wishlist", "0.7"),
            Map.entry(PREFIX + "like", "1"),
            Map.entry(PREFIX + "dislike", "1 dislike consumes"),
            Map.entry(PREFIX + "purchase", "1 quantity consumes"),
            Map.entry(PREFIX + "return", "1 return"),
            Map.entry(PREFIX + "rating", "1 stars consumes")));

    public EventWeights {
        byType = Map.copyOf(byType);
    }

    public static EventWeights defaults() {
        return DEFAULTS;
    }

    /** Reads the entries whose keys begin with {@value #PREFIX} and ignores all others. */
    public static EventWeights fromMap(Map<String, String> settings) {
        Map<String, TypeWeight> byType = new TreeMap<>();
        settings.forEach((key, text) -> {
            if (key.startsWith(PREFIX)) {
                byType.put(key.substring(PREFIX.length()), TypeWeight.parse(text));
            }
        });
        return new EventWeights(byType);
    }

    /** These weights, with those that {@code settings} names replaced. */
    public EventWeights with(Map<String, String> settings) {
        Map<String, TypeWeight> merged = new TreeMap<>(byType);
        merged.putAll(fromMap(settings).byType());
        return new EventWeights(merged);
    }

    /** These weights, with that of one type multiplied; within what a weight may be. */
    public EventWeights scaled(String type, float factor) {
        Map<String, TypeWeight> scaled = new TreeMap<>(byType);
        scaled.computeIfPresent(
                type,
                (name, weight) ->
                        new TypeWeight(Math.min(1000f, factor * weight.weight()), weight.reading(), weight.consumes()));
        return new EventWeights(scaled);
    }

    public Map<String, String> toMap() {
        Map<String, String> settings = new TreeMap<>();
        byType.forEach((type, weight) -> settings.put(PREFIX + type, weight.text()));
        return settings;
    }

    /**
     * Above 0: confidence of a positive or an interest; below 0: of a dislike; 0: nothing by itself (a return, an
     * unknown type).
     */
    public float of(String type, float value) {
        TypeWeight weight = byType.get(type);
        if (weight == null) {
            return 0;
        }
        return switch (weight.effect(value)) {
            case POSITIVE -> weight.weight();
            case INTEREST -> INTEREST_SHARE * weight.weight();
            case DISLIKE -> -weight.weight();
            case RETURN, NOTHING -> 0;
        };
    }

    /** Whether a list that held the item beforehand was right. */
    public boolean wanted(String type, float value) {
        return effect(type, value) == Effect.POSITIVE;
    }

    public Effect effect(String type, float value) {
        TypeWeight weight = byType.get(type);
        return weight == null ? Effect.NOTHING : weight.effect(value);
    }

    /** Whether this event takes the item out of the user's future lists. */
    public boolean consumes(Event event) {
        TypeWeight weight = byType.get(event.type());
        return weight != null && weight.consumes() && weight.effect(event.value()) != Effect.RETURN;
    }
}
