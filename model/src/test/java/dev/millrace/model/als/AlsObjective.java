package dev.millrace.model.als;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.foldin.FoldInSettings;

/** What implicit ALS minimises, summed over every pair: Rendle et al. 2021, equations 1 to 4 and 9. */
final class AlsObjective {

    private AlsObjective() {}

    static double of(Ratings ratings, Factors factors, FoldInSettings settings) {
        SparseRows rows = ratings.byUser();
        FactorMatrix users = factors.users();
        FactorMatrix items = factors.items();
        double loss = 0;
        double[] confidenceOfItem = new double[items.rows()];
        for (int u = 0; u < rows.rows(); u++) {
            for (int i = 0; i < items.rows(); i++) {
                double score = items.dot(i, users.row(u));
                loss += settings.alpha0() * score * score;
            }
            double confidence = 0;
            for (int e = rows.start()[u]; e < rows.start()[u + 1]; e++) {
                double gap = 1 - items.dot(rows.column()[e], users.row(u));
                loss += rows.weight()[e] * gap * gap;
                confidence += rows.weight()[e];
                confidenceOfItem[rows.column()[e]] += rows.weight()[e];
            }
            loss += settings.scaledLambda(confidence, items.rows()) * users.norm(u) * users.norm(u);
        }
        for (int i = 0; i < items.rows(); i++) {
            loss += settings.scaledLambda(confidenceOfItem[i], users.rows()) * items.norm(i) * items.norm(i);
        }
        return loss;
    }
}
