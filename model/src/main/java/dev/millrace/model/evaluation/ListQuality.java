package dev.millrace.model.evaluation;

/**
 * Means over the predictions of one method.
 *
 * @param n predictions
 * @param coverage20 share of the catalogue that stood in at least one list at rank 20 or better
 * @param se standard error of {@code ndcg20}, users as clusters
 */
public record ListQuality(
        long n,
        double hr10,
        double hr20,
        double ndcg10,
        double ndcg20,
        double mrr10,
        double mrr20,
        double coverage20,
        double se) {}
