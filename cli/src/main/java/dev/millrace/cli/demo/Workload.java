package dev.millrace.cli.demo;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.cli.input.CatalogItem;
import java.util.List;

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

    /** Hands over the events before the live part, oldest first. To be called once, first. */
    void history(Out out);

    /**
     * Hands over the live events in order.
     *
     * @param lists what users are shown at the moment when their turn comes
     */
    void live(Lists lists, Out out);

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
