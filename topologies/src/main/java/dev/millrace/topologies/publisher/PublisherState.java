package dev.millrace.topologies.publisher;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.rules.ItemShelf;
import dev.millrace.model.rules.Rules;
import dev.millrace.topologies.items.EncodedNeighbours;
import java.util.function.Supplier;

/**
 * What one process of the publisher keeps in memory: filled by the topology's global topics, read by its tasks and by
 * the HTTP server.
 */
public record PublisherState(
        FeatureDefinitions definitions,
        ItemTable items,
        EncodedNeighbours neighbours,
        ItemShelf shelf,
        ModelDirectory models,
        UserLists lists) {

    /** @param rules those in force at each call */
    public static PublisherState of(FeatureDefinitions definitions, Supplier<Rules> rules) {
        var items = new ItemTable(definitions);
        var neighbours = new EncodedNeighbours();
        var shelf = new ItemShelf(items, definitions, neighbours::of);
        return new PublisherState(
                definitions, items, neighbours, shelf, new ModelDirectory(), new UserLists(rules, shelf));
    }
}
