package dev.millrace.publisher;

import dev.millrace.topologies.publisher.ModelDirectory;
import io.javalin.http.Handler;
import java.util.List;

/** Every endpoint; a test holds openapi.json against it. */
final class Routes {

    private Routes() {}

    static List<Route> of(
            UserRoutes users, ItemRoutes items, EventRoutes events, ModelDirectory models, Handler openApi) {
        return List.of(
                Route.get("/v1/users/{user}/recommendations", users::recommendations),
                Route.get("/v1/users/{user}/why/{item}", users::why),
                Route.delete("/v1/users/{user}", events::forget),
                Route.post("/v1/events", events::events),
                Route.post("/v1/impressions", events::impressions),
                Route.get("/v1/items/{item}/similar", items::similar),
                Route.get("/v1/trending", items::trending),
                Route.get("/v1/models", ctx -> {
                    Requests.allowParameters(ctx);
                    Answers.write(ctx, 200, Answers.models(models));
                }),
                Route.get("/openapi.json", openApi),
                Route.get("/", Pages.of("index.html", "text/html; charset=utf-8")));
    }
}
