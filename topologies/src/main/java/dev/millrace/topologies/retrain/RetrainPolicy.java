package dev.millrace.topologies.retrain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a new model is due. Pure: no Kafka, no clock.
 *
 * <p>Each cause has a threshold to enter and a milder one to leave (hysteresis), and must hold at a number of
 * consecutive checks, so that a value that flutters round its threshold asks for nothing. There is one open request at
 * a time: it closes when a newer model serves or after a timeout. A cool-down separates requests whatever their cause.
 */
final class RetrainPolicy {

    /** A request to make. {@code evidence} holds the measured values and the thresholds that they crossed. */
    record Due(Cause cause, Map<String, Double> evidence) {}

    /** What came of one check: the state to keep, and a request if one is due. */
    record Verdict(RetrainState state, Optional<Due> due) {}

    private final PolicySettings settings;

    RetrainPolicy(PolicySettings settings) {
        this.settings = settings;
    }

    Verdict check(RetrainState state, Evidence evidence, long nowMs) {
        RetrainState current = close(state, evidence.champion(), nowMs);
        @Nullable Due due = null;
        for (Cause cause : Cause.values()) {
            Signal signal = signal(cause, evidence);
            int streak = signal.entered() || (signal.held() && current.confirmed(cause, settings.confirmations()))
                    ? current.streak(cause) + 1
                    : 0;
            current = current.withStreak(cause, Math.min(streak, settings.confirmations()));
            if (due == null && current.confirmed(cause, settings.confirmations())) {
                due = new Due(cause, signal.evidence());
            }
        }
        if (due == null || current.open() || current.coolsDown(nowMs, settings.coolDown())) {
            return new Verdict(current, Optional.empty());
        }
        return new Verdict(current.requested(evidence.champion(), nowMs), Optional.of(due));
    }

    private RetrainState close(RetrainState state, @Nullable String champion, long nowMs) {
        if (!state.open()) {
            return state;
        }
        boolean replaced = champion != null && !champion.equals(state.championAtRequest());
        boolean timedOut =
                nowMs - state.requestedAtMs() >= settings.requestTimeout().toMillis();
        if (replaced) {
            return state.closed().withoutStreaks(); // evidence gathered about the old model says nothing about the new
        }
        return timedOut ? state.closed() : state;
    }

    private Signal signal(Cause cause, Evidence e) {
        return switch (cause) {
            case NO_MODEL -> noModel(e);
            case QUALITY -> quality(e);
            case UNKNOWN_ITEMS -> unknownItems(e);
            case NEW_DATA -> newData(e);
            case MODEL_AGE -> modelAge(e);
        };
    }

    private Signal noModel(Evidence e) {
        boolean entered = e.champion() == null && e.newEvents() >= settings.firstModelEvents();
        return new Signal(entered, entered, evidence("newEvents", e.newEvents(), settings.firstModelEvents()));
    }

    private Signal quality(Evidence e) {
        double ndcg = e.recent().ndcg20();
        double floor = e.qualityFloor(settings.qualityDrop());
        double popularity = e.recent().popularityNdcg20();
        boolean enough = e.champion() != null && e.recent().events() >= settings.minimumSamples();
        boolean entered = enough && (ndcg < floor || ndcg < popularity);
        // Recovered only when half of the allowed drop is made good and popularity is beaten clearly.
        boolean held = enough
                && (ndcg < e.qualityFloor(settings.qualityDrop() / 2) || ndcg < popularity * (1 + settings.margin()));
        Map<String, Double> evidence = evidence("ndcg20", ndcg, floor);
        evidence.put("popularityNdcg20", popularity);
        evidence.put("events", (double) e.recent().events());
        return new Signal(entered, held, evidence);
    }

    private Signal unknownItems(Evidence e) {
        boolean enough = e.champion() != null && e.recent().events() >= settings.minimumSamples();
        double share = e.recent().unknownShare();
        // Where half of what is bought is bought once, the next model begins with as many unknown items as this one
        // did.
        double begun = e.first().unknownShare();
        double risen = share - begun;
        Map<String, Double> evidence = evidence("unknownItemShare", share, begun + settings.unknownShare());
        evidence.put("unknownItemShareAtFirst", begun);
        evidence.put("events", (double) e.recent().events());
        return new Signal(
                enough && risen >= settings.unknownShare(),
                enough && risen >= settings.unknownShare() * (1 - settings.margin()),
                evidence);
    }

    private Signal newData(Evidence e) {
        double needed = Math.max(settings.minimumNewEvents(), settings.newDataShare() * e.trainedEvents());
        boolean entered = e.champion() != null && e.newEvents() >= needed;
        return new Signal(entered, entered, evidence("newEvents", e.newEvents(), needed));
    }

    private Signal modelAge(Evidence e) {
        long oldest = settings.maximumAge().toMillis();
        boolean entered = e.champion() != null && e.ageMs() >= oldest && e.newEvents() >= settings.minimumNewEvents();
        Map<String, Double> evidence = evidence("modelAgeMs", e.ageMs(), oldest);
        evidence.put("newEvents", (double) e.newEvents());
        return new Signal(entered, entered, evidence);
    }

    private static Map<String, Double> evidence(String name, double value, double threshold) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put(name, value);
        evidence.put(name + "Threshold", threshold);
        return evidence;
    }

    /**
     * One cause at one moment.
     *
     * @param entered beyond the threshold
     * @param held not yet back behind the milder threshold; keeps a confirmed cause confirmed
     */
    private record Signal(boolean entered, boolean held, Map<String, Double> evidence) {}
}
