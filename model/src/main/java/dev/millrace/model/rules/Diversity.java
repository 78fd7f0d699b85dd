package dev.millrace.model.rules;

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): each next item is the one with the largest {@code lambda ·
 * relevance − (1 − lambda) · similarity to the most similar item already listed}.
 *
 * @param lambda 0 to 1; 1 leaves the order alone
 * @param first how many positions are chosen this way; behind them the order of the scores goes on
 */
public record Diversity(double lambda, int first) {

    public static final Diversity OFF = new Diversity(1.0, 0);

    boolean isOff() {
        return lambda >= 1.0 || first == 0;
    }
}
