package dev.millrace.model.rules;

/**
 * Gives places to items that their score would not have brought there, so that it is seen how they do: each of the
 * first places goes, with probability {@code share}, to a candidate drawn evenly from all that are not listed yet
 * (ε-greedy, place by place). Each explored item carries the probability with which it was put there, the propensity
 * that an unbiased estimate divides by.
 *
 * @param share 0 to 1
 * @param first how many places take part
 */
public record Exploration(double share, int first) {

    public static final Exploration OFF = new Exploration(0, 0);

    public Exploration {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of explored places must be from 0 to 1, was " + share);
        }
    }

    boolean isOff() {
        return share == 0 || first == 0;
    }
}
