package dev.millrace.training.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a trained model may be registered.
 *
 * @param minimumEvents evaluated events below which nothing is known about a model
 * @param popularityMargin NDCG@20 must exceed that of decayed popularity by this share, as far as the sample can tell:
 *     two standard errors of the difference are granted
 * @param championTolerance share of the champion's NDCG@20 that a new model may fall short of it
 */
public record Gate(int minimumEvents, double popularityMargin, double championTolerance) {

    /** A difference within two standard errors is one that chance makes in one sample of twenty. */
    private static final double STANDARD_ERRORS = 2;

    public static final Gate DEFAULT = new Gate(100, 0, 0.05);

    /**
     * What the time split showed.
     *
     * @param differenceError standard error of {@code ndcg20 - popularityNdcg20}, over pairs of lists for one event
     * @param championEvents evaluated events that the champion had not been trained on; only these compare fairly
     * @param ndcg20OnChampionEvents the new model's NDCG@20 on the same events
     */
    public record Measured(
            long events,
            double ndcg20,
            double popularityNdcg20,
            double differenceError,
            long championEvents,
            double championNdcg20,
            double ndcg20OnChampionEvents) {}

    public Gate {
        if (minimumEvents < 1) {
            throw new IllegalArgumentException("gate.minimum-events must be at least 1, was " + minimumEvents);
        }
        if (!(popularityMargin >= 0)) {
            throw new IllegalArgumentException("gate.popularity-margin must not be negative, was " + popularityMargin);
        }
        if (!(championTolerance >= 0 && championTolerance <= 1)) {
            throw new IllegalArgumentException("gate.champion-tolerance must be from 0 to 1, was " + championTolerance);
        }
    }

    /** Why the model is refused, in numbers; empty when it passes. */
    public List<String> objections(Measured m) {
        List<String> objections = new ArrayList<>();
        if (m.events() < minimumEvents) {
            objections.add("only %d events could be evaluated, %d are needed".formatted(m.events(), minimumEvents));
        }
        boolean reached =
                m.ndcg20() + STANDARD_ERRORS * m.differenceError() > m.popularityNdcg20() * (1 + popularityMargin);
        if (!(reached && m.ndcg20() > 0)) {
            objections.add(text(
                            "NDCG@20 %.4f, give or take %.4f, does not beat decayed popularity's %.4f",
                            m.ndcg20(), STANDARD_ERRORS * m.differenceError(), m.popularityNdcg20())
                    + (popularityMargin > 0 ? text(" by %.0f %%", 100 * popularityMargin) : ""));
        }
        boolean comparable = m.championEvents() >= minimumEvents;
        if (comparable && m.ndcg20OnChampionEvents() < m.championNdcg20() * (1 - championTolerance)) {
            objections.add(text(
                    "NDCG@20 %.4f falls short of the champion's %.4f by more than %.0f %%",
                    m.ndcg20OnChampionEvents(), m.championNdcg20(), 100 * championTolerance));
        }
        return objections;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
