package dev.millrace.model.preferences;

import java.util.Locale;

/**
 * The meaning of one event type. As text: {@code weight [reading] [consumes]}, for example {@code 1 quantity consumes}
 * or {@code 0.5}.
 *
 * @param weight confidence of one such event, 0 (ignored) to 1000
 * @param consumes whether the item is not recommended to this user again
 */
public record TypeWeight(float weight, Reading reading, boolean consumes) {

    private static final String FORM = "<weight 0..1000> [presence|quantity|stars|dislike|return] [consumes]";

    public TypeWeight {
        if (!(weight >= 0 && weight <= 1000)) {
            throw new IllegalArgumentException("an event weight must lie between 0 and 1000, was " + weight);
        }
    }

    /** @throws IllegalArgumentException naming the text and the right form */
    public static TypeWeight parse(String text) {
        String[] words = text.strip().split("\\s+");
        Reading reading = Reading.PRESENCE;
        boolean consumes = false;
        try {
            for (int i = 1; i < words.length; i++) {
                if (words[i].equals("consumes")) {
                    consumes = true;
                } else {
                    reading = Reading.valueOf(words[i].toUpperCase(Locale.ROOT));
                }
            }
            return new TypeWeight(Float.parseFloat(words[0]), reading, consumes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("event weight '" + text + "' is not of the form " + FORM, e);
        }
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        String words = weight + " " + reading.name().toLowerCase(Locale.ROOT);
        return consumes ? words + " consumes" : words;
    }

    Effect effect(float value) {
        if (weight == 0) {
            return Effect.NOTHING;
        }
        return switch (reading) {
            case PRESENCE -> Effect.POSITIVE;
            case QUANTITY -> value > 0 ? Effect.POSITIVE : value < 0 ? Effect.RETURN : Effect.NOTHING;
            case STARS -> value >= 4 ? Effect.POSITIVE : value <= 1 ? Effect.DISLIKE : Effect.INTEREST;
            case DISLIKE -> Effect.DISLIKE;
            case RETURN -> Effect.RETURN;
        };
    }
}
