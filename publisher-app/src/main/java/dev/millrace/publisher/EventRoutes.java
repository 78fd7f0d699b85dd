package dev.millrace.publisher;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.schemas.Topics;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes events in; answers 202 only when the broker has them. */
final class EventRoutes {

    private final EventReader reader;
    private final EventSender sender;
    private final Topics topics;
    private final int maxBodyBytes;
    private final Clock clock;

    EventRoutes(EventReader reader, EventSender sender, Topics topics, int maxBodyBytes, Clock clock) {
        this.reader = reader;
        this.sender = sender;
        this.topics = topics;
        this.maxBodyBytes = maxBodyBytes;
        this.clock = clock;
    }

    void events(Context ctx) {
        Requests.allowParameters(ctx);
        List<Interaction> events = reader.interactions(Requests.jsonBody(ctx, maxBodyBytes));
        accept(ctx, events.size(), sender.send(topics.interactions(), events, Interaction::getUserId));
    }

    void impressions(Context ctx) {
        Requests.allowParameters(ctx);
        List<Impression> shown = reader.impressions(Requests.jsonBody(ctx, maxBodyBytes));
        accept(ctx, shown.size(), sender.send(topics.impressions(), shown, Impression::getUserId));
    }

    /** Every app forgets the user a moment after the answer. */
    void forget(Context ctx) {
        Requests.allowParameters(ctx);
        var erasure = new Erasure(Requests.id(ctx, "user"), clock.millis(), "asked for over HTTP", null);
        accept(ctx, 1, sender.send(topics.erasures(), List.of(erasure), Erasure::getUserId));
    }

    private static void accept(Context ctx, int count, CompletableFuture<Void> acknowledged) {
        ctx.future(() -> acknowledged.thenRun(() -> Answers.write(ctx, 202, new Answers.Accepted(count))));
    }
}
