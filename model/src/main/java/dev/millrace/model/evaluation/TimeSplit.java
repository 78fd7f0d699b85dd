package dev.millrace.model.evaluation;

import dev.millrace.model.replay.InteractionLog;

/**
 * A log cut in two by time: events {@code [0, cut)} are known, {@code [cut, size)} are predicted. No timestamp stands
 * on both sides.
 */
public record TimeSplit(int cut, int size) {

    /** @param share of the events that is history, 0 to 1; the nearest boundary between two timestamps is taken */
    public static TimeSplit at(InteractionLog log, double share) {
        return new TimeSplit(log.cut(share), log.size());
    }

    public int history() {
        return cut;
    }

    public int held() {
        return size - cut;
    }
}
