package dev.millrace.topologies.publisher;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.rules.ItemShelf;
import dev.millrace.model.rules.Rules;
import java.util.function.Supplier;

/**
 * What one process of the publisher keeps in memory: filled by the topology's global topics, read by its tasks and by
 * the HTTP server.
 */
public record PublisherState(
        FeatureDefinitions definitions, ItemTable items, ItemShelf shelf, ModelDirectory models, UserLists lists) {

    /** @param rules those in force at each call */
    public static PublisherState of(FeatureDefinitions definitions, Supplier<Rules> rules) {
        var items = new ItemTable(definitions);
        var shelf = new ItemShelf(items, definitions);
        return new PublisherState(definitions, items, shelf, new ModelDirectory(), new UserLists(rules, shelf));
    }
}
