package dev.millrace.publisher;

import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.topologies.publisher.PublisherSettings;
import dev.millrace.topologies.publisher.PublisherState;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Lists of users, and the reasons of what is in them. */
final class UserRoutes {

    private final ListStore lists;
    private final Peers peers;
    private final PublisherState state;
    private final Answers answers;
    private final HttpMetrics metrics;
    private final int defaultLimit;
    private final Clock clock;

    UserRoutes(ListStore lists, Peers peers, PublisherState state, HttpMetrics metrics, int defaultLimit, Clock clock) {
        this.lists = lists;
        this.peers = peers;
        this.state = state;
        this.answers = new Answers(state.shelf());
        this.metrics = metrics;
        this.defaultLimit = defaultLimit;
        this.clock = clock;
    }

    void recommendations(Context ctx) {
        Requests.allowParameters(ctx, "limit");
        int limit = Requests.limit(ctx, defaultLimit);
        whereTheUserIs(ctx, (user, stored) -> {
            Recommendations list = state.lists().forReading(stored, clock.millis(), limit);
            metrics.served(list.getLevel());
            Answers.write(ctx, 200, answers.list(user, list));
        });
    }

    void why(Context ctx) {
        Requests.allowParameters(ctx);
        String itemId = Requests.id(ctx, "item");
        whereTheUserIs(ctx, (user, stored) -> {
            Recommendations list = state.lists().forReading(stored, clock.millis(), PublisherSettings.LONGEST_LIST);
            List<RecommendedItem> items = list.getItems();
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).getItemId().equals(itemId)) {
                    Answers.write(ctx, 200, answers.why(user, list, items.get(i), i + 1));
                    return;
                }
            }
            throw Problem.notFound("The item is not in the list of this user");
        });
    }

    private void whereTheUserIs(Context ctx, BiConsumer<String, @Nullable Recommendations> answer) {
        String user = Requests.id(ctx, "user");
        ListStore.Located located = lists.find(user);
        if (located instanceof ListStore.There there) {
            peers.forward(ctx, there.host());
        } else if (located instanceof ListStore.Here here) {
            answer.accept(user, here.list());
        }
    }
}
