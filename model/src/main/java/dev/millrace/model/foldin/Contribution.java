package dev.millrace.model.foldin;

/**
 * The exact share that one history item has in the folded-in score of another item (Hu, Koren, Volinsky 2008, section
 * 5).
 *
 * @param item row of the history item, see {@link WeightedItems#itemId}
 * @param amount in score units; the contributions of all history items sum to the score
 */
public record Contribution(int item, float amount) {}
