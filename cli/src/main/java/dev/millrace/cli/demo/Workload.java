package dev.millrace.cli.demo;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.cli.input.CatalogItem;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a demo sends: the catalogue, the events of the past and the events of the live part, the same ids in the same
 * order at every run.
 */
interface Workload {

    /** One line about where the events come from. */
    String description();

    /** The catalogue at the beginning of the live part. */
    List<CatalogItem> items();

    int historyEvents();

    int liveEvents();

    /** When the last live event happened, or a little later; epoch milliseconds. */
    long endMs();

    /** Hands over the events before the live part, oldest first. To be called once, first. */
    void history(Out out);

    /**
     * Hands over the live events in order.
     *
     * @param lists what users are shown at the moment when their turn comes
     */
    void live(Lists lists, Out out);

    /**
     * Hands over what happens after the live part for as long as somebody wants to see it, at times near {@code clock}.
     * Returns at once where nobody is there to go on: recorded users have done what they did.
     *
     * @param more asked before each visit; false: enough
     */
    default void goOn(Lists lists, Out out, Clock clock, BooleanSupplier more) {}

    /** Where a workload puts what happens. */
    interface Out {

        void event(Interaction event);

        void impression(Impression impression);

        void item(CatalogItem item);
    }

    /** The published lists. */
    interface Lists {

        /** Best items first; empty when nothing has been published for the user. */
        List<String> top(String userId);
    }
}
