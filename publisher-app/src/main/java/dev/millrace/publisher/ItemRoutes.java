package dev.millrace.publisher;

import dev.millrace.model.rules.ListedItem;
import dev.millrace.topologies.publisher.PublisherState;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is similar and what is trending, from the item table of this instance. */
final class ItemRoutes {

    private final PublisherState state;
    private final Answers answers;
    private final int defaultLimit;
    private final Clock clock;
    private final BooleanSupplier loaded;

    /** @param loaded whether the item table is complete */
    ItemRoutes(PublisherState state, int defaultLimit, Clock clock, BooleanSupplier loaded) {
        this.state = state;
        this.loaded = loaded;
        this.answers = new Answers(state.shelf());
        this.defaultLimit = defaultLimit;
        this.clock = clock;
    }

    void similar(Context ctx) {
        Requests.allowParameters(ctx, "limit");
        String itemId = Requests.id(ctx, "item");
        int limit = Requests.limit(ctx, defaultLimit);
        requireLoaded();
        if (!state.shelf().knows(itemId)) {
            throw Problem.notFound("Nobody has touched this item and the catalogue does not have it");
        }
        List<ListedItem> similar = state.lists().similar(itemId, clock.millis(), limit);
        Answers.write(ctx, 200, new Answers.Similar(itemId, answers.items(similar)));
    }

    void trending(Context ctx) {
        Requests.allowParameters(ctx, "limit", "category");
        int limit = Requests.limit(ctx, defaultLimit);
        @Nullable String category = Requests.category(ctx);
        requireLoaded();
        List<ListedItem> trending = state.lists().trending(category, clock.millis(), limit);
        Answers.write(ctx, 200, new Answers.Trending(category, answers.items(trending)));
    }

    private void requireLoaded() {
        if (!loaded.getAsBoolean()) {
            throw Problem.unavailable("The items are being loaded");
        }
    }
}
