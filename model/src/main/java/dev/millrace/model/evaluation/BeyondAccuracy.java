package dev.millrace.model.evaluation;

/**
 * What lists are like beside being right, over all lists of one replay, first 20 places.
 *
 * @param diversity 1 minus the mean similarity of two items of a list ({@link ItemSimilarity}), 0 to 1
 * @param novelty mean self-information of a listed item in bits, {@code −log₂} of its share of all positive events so
 *     far (Zhou et al. 2010); what few know is novel
 * @param popularity mean percentile of a listed item among all items by positive events so far, 0 to 1; what follows
 *     the crowd is near 1
 * @param gini inequality of how often items of the catalogue are listed, 0: all equally often, 1: one alone
 * @param churn 1 minus the overlap of two consecutive lists of a user, 0 to 1
 */
public record BeyondAccuracy(double diversity, double novelty, double popularity, double gini, double churn) {}
