package dev.millrace.cli.simulate;

/**
 * How large a simulated shop is. The same settings give the same shop, shoppers and history.
 *
 * @param seed of all randomness
 * @param users shoppers, at least 1
 * @param items in the catalogue, new arrivals included; at least 10
 * @param historyEvents events before the live part, at least 1
 * @param liveEvents events of the live part
 */
public record SimulationSettings(long seed, int users, int items, int historyEvents, int liveEvents) {

    /** What {@code demo} runs without a data file. */
    public static final SimulationSettings DEFAULT = new SimulationSettings(42, 2_000, 2_000, 60_000, 30_000);

    public SimulationSettings {
        if (users < 1 || items < 10 || historyEvents < 1 || liveEvents < 0) {
            throw new IllegalArgumentException(
                    "a simulation needs at least 1 user, 10 items and 1 event of history, was " + users + ", " + items
                            + " and " + historyEvents);
        }
    }

    public SimulationSettings withSeed(long newSeed) {
        return new SimulationSettings(newSeed, users, items, historyEvents, liveEvents);
    }
}
