package dev.millrace.publisher;

import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.topologies.publisher.PublisherSettings;
import dev.millrace.topologies.publisher.PublisherState;
import io.javalin.http.Context;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.HostInfo;
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

    /** What was found out about a user's list. @param degraded null: it is the newest */
    private record Found(
            String user,
            @Nullable Recommendations list,
            @Nullable Degraded degraded) {}

    void recommendations(Context ctx) {
        Requests.allowParameters(ctx, "limit");
        int limit = Requests.limit(ctx, defaultLimit);
        whereTheUserIs(ctx, found -> {
            Recommendations list = list(found, limit);
            metrics.served(list.getLevel());
            Answers.write(ctx, 200, answers.list(found.user(), list, label(found)));
        });
    }

    void why(Context ctx) {
        Requests.allowParameters(ctx);
        String itemId = Requests.id(ctx, "item");
        whereTheUserIs(ctx, found -> {
            Recommendations list = list(found, PublisherSettings.LONGEST_LIST);
            List<RecommendedItem> items = list.getItems();
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).getItemId().equals(itemId)) {
                    Answers.write(ctx, 200, answers.why(found.user(), list, items.get(i), i + 1, label(found)));
                    return;
                }
            }
            throw found.degraded() == Degraded.NO_COPY
                    ? Problem.unavailable("The list of this user cannot be read at the moment")
                    : Problem.notFound("The item is not in the list of this user");
        });
    }

    private Recommendations list(Found found, int limit) {
        Recommendations list = state.lists().forReading(found.list(), clock.millis(), limit);
        if (found.degraded() != null && list.getItems().isEmpty()) {
            throw Problem.unavailable("The list of this user cannot be read at the moment, and no item is known");
        }
        return list;
    }

    private static @Nullable String label(Found found) {
        Degraded degraded = found.degraded();
        return degraded == null ? null : degraded.label();
    }

    /** From its owner; else from a copy, this instance's first; else without one. */
    private void whereTheUserIs(Context ctx, Consumer<Found> answer) {
        String user = Requests.id(ctx, "user");
        ListStore.Located located = lists.find(user);
        if (located instanceof ListStore.Here here) {
            answer.accept(new Found(user, here.list(), null));
        } else if (located instanceof ListStore.There there && ctx.header(Peers.FORWARDED) == null) {
            ctx.future(() -> peers.ask(ctx, there.host())
                    .thenCompose(reply -> reply.isPresent()
                            ? CompletableFuture.completedFuture(reply)
                            : askStandbys(ctx, user, there.standbys()))
                    .thenAccept(reply -> reply.ifPresentOrElse(
                            owner -> Peers.relay(owner, ctx), () -> answer.accept(withoutOwner(user)))));
        } else {
            answer.accept(withoutOwner(user));
        }
    }

    /** One after the other, unless this instance has a copy itself. */
    private CompletableFuture<Optional<HttpResponse<byte[]>>> askStandbys(
            Context ctx, String user, List<HostInfo> standbys) {
        if (standbys.isEmpty() || lists.copy(user) != null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return peers.ask(ctx, standbys.get(0))
                .thenCompose(reply -> reply.isPresent()
                        ? CompletableFuture.completedFuture(reply)
                        : askStandbys(ctx, user, standbys.subList(1, standbys.size())));
    }

    private Found withoutOwner(String user) {
        ListStore.Here copy = lists.copy(user);
        Degraded degraded = copy == null ? Degraded.NO_COPY : Degraded.OLDER_COPY;
        metrics.degraded(degraded);
        return new Found(user, copy == null ? null : copy.list(), degraded);
    }
}
