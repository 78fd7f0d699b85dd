package dev.millrace.cli.simulate;

import java.util.List;

/**
 * One visit of a shopper: who comes and when, and how much they do, is fixed by the seed; what they choose also depends
 * on what they are shown.
 *
 * @param number counts all visits from 0
 * @param firstEvent number of the visit's first event among all events
 * @param shopper index of the shopper
 * @param startMs epoch milliseconds
 * @param events how many events the visit has
 */
public record Visit(int number, int firstEvent, int shopper, long startMs, int events) {

    public String userId() {
        return Shoppers.id(shopper);
    }

    public String sessionId() {
        return "visit-" + number;
    }

    /**
     * Something a shopper did.
     *
     * @param eventType view, click or purchase
     * @param timestampMs epoch milliseconds
     */
    public record Act(String itemId, String eventType, long timestampMs) {}

    /**
     * What happened in a visit.
     *
     * @param acts as many as the visit has events, in order of time
     * @param clickedPositions positions of the shown list that were clicked
     */
    public record Outcome(List<Act> acts, List<Integer> clickedPositions) {}
}
