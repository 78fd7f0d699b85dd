package dev.millrace.benchmarks.state;

import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.UserPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Users as a shop has them: mostly clicks, some purchases with a quantity, minutes to days apart, 64 factors. */
final class Users {

    private static final long START_MS = 1_767_225_600_000L;
    private static final int ITEMS = 100_000;
    private static final int DIMENSION = 64;
    private static final double MEAN_GAP_MS = 6 * 3_600_000;
    private static final EventWeights WEIGHTS = EventWeights.defaults();

    private Users() {}

    /** @param events in the history; whoever was purchased is in the set of consumed items too */
    static UserPreference make(Random random, int events) {
        List<Event> history = new ArrayList<>();
        ConsumedItems consumed = ConsumedItems.NONE;
        long time = START_MS;
        for (int i = 0; i < events; i++) {
            time += (long) (-Math.log(1 - random.nextDouble()) * MEAN_GAP_MS);
            boolean purchase = random.nextInt(4) == 0;
            float quantity = purchase ? 1 + random.nextInt(3) : 1;
            Event event = new Event("item-" + random.nextInt(ITEMS), purchase ? "purchase" : "click", quantity, time);
            history.add(event);
            consumed = WEIGHTS.consumes(event) ? consumed.add(event.itemId()) : consumed;
        }
        float[] vector = new float[DIMENSION];
        for (int k = 0; k < DIMENSION; k++) {
            vector[k] = (float) random.nextGaussian();
        }
        return new UserPreference(
                History.of(history), consumed, vector, "20260101-120000-a1b2c3", events, random.nextInt(1 << 28), time);
    }
}
