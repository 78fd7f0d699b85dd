package dev.millrace.training.evaluation;

import dev.millrace.model.evaluation.PrequentialQuality;

/**
 * One setting of a trade between accuracy and something else, with what it gives.
 *
 * @param trade what is varied
 * @param value its setting
 */
public record TradePoint(Trade trade, double value, PrequentialQuality quality) {

    /** What can be traded for accuracy. */
    public enum Trade {
        /** The λ of maximal marginal relevance: 1 is relevance alone. */
        DIVERSITY("mmr-lambda"),
        /** The share of places that are explored with. */
        EXPLORATION("exploration-share");

        private final String label;

        Trade(String label) {
            this.label = label;
        }

        /** As in reports. */
        public String label() {
            return label;
        }
    }
}
