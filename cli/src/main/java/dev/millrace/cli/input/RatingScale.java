package dev.millrace.cli.input;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From where to where ratings go. They become stars, 1 to 5, of which four are a like and one is a dislike.
 *
 * @param zeroDislikes whether the lower of two values says more than that the upper was not given
 */
public record RatingScale(double low, double high, boolean zeroDislikes) {

    static final RatingScale STARS = new RatingScale(0, 5, false);
    static final RatingScale BINARY = new RatingScale(0, 1, false);
    static final RatingScale THUMBS = new RatingScale(0, 1, true);
    static final RatingScale SIGNS = new RatingScale(-1, 1, false);
    static final RatingScale OF_TEN = new RatingScale(0, 10, false);
    static final RatingScale PERCENT = new RatingScale(0, 100, false);

    private static final Pattern RANGE = Pattern.compile("(-?\\d+(?:\\.\\d+)?)(?:\\.\\.|-)(-?\\d+(?:\\.\\d+)?)");
    private static final float LIKED = 5;
    private static final float NEUTRAL = 3;
    private static final float DISLIKED = 1;

    public RatingScale {
        if (!(low < high)) {
            throw new IllegalArgumentException("a rating scale must go from less to more, was " + low + " to " + high);
        }
    }

    /**
     * Reads {@code 1..10}, {@code 0-100}, {@code -1..1}, {@code binary}, {@code thumbs}, {@code percent},
     * {@code stars}.
     *
     * @throws IllegalArgumentException naming the right forms
     */
    public static RatingScale parse(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "stars":
                return STARS;
            case "binary":
                return BINARY;
            case "thumbs":
                return THUMBS;
            case "percent":
                return PERCENT;
            default:
                Matcher range = RANGE.matcher(text);
                if (!range.matches()) {
                    throw new IllegalArgumentException("a rating scale is a range such as 1..10 or -1..1, or stars,"
                            + " binary (0 or 1), thumbs (the same, 0 is a dislike) or percent, was '" + text + "'");
                }
                return new RatingScale(Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2)), false);
        }
    }

    boolean holds(double rating) {
        return rating >= low && rating <= high;
    }

    /** What the rating is worth in stars. */
    float stars(double rating) {
        if (high == 1 && low == 0 && (rating == 0 || rating == 1)) {
            return rating == 1 ? LIKED : zeroDislikes ? DISLIKED : NEUTRAL;
        }
        if (low == 0 || low == 1) {
            return (float) (high == 5 ? rating : rating * 5 / high);
        }
        return (float) (1 + 4 * (rating - low) / (high - low));
    }

    /** Whether ratings are stars already. */
    boolean isStars() {
        return high == 5 && (low == 0 || low == 1);
    }

    String description() {
        if (isStars()) {
            return "ratings are stars, 0 to 5";
        }
        if (equals(THUMBS)) {
            return "ratings are 0 or 1: 1 is a like, 0 is a dislike";
        }
        if (low == 0 && high == 1) {
            return "ratings are 0 or 1: 1 is a like, 0 says that the item was chosen, not that it was disliked"
                    + " (--rating-scale thumbs: 0 is a dislike)";
        }
        return String.format(
                Locale.ROOT,
                "ratings go from %s to %s and are read as stars of 5: %s and more is a like, %s and less is a dislike",
                shown(low),
                shown(high),
                shown(back(4)),
                shown(back(1)));
    }

    private double back(double stars) {
        return low == 0 || low == 1 ? stars * high / 5 : low + (stars - 1) * (high - low) / 4;
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
