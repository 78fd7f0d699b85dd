package dev.millrace.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.avro.Rollout;
import dev.millrace.model.rules.ItemShelf;
import dev.millrace.model.rules.ListedItem;
import dev.millrace.topologies.publisher.ModelDirectory;
import dev.millrace.topologies.publisher.PublisherMetrics;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON bodies, as openapi.json describes them. Absent values are left out. */
final class Answers {

    static final String PROBLEM = "application/problem+json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    record Because(String itemId, @Nullable String title, float contribution) {}

    record ListItem(String itemId, @Nullable String title, float score, String source, List<Because> reasons) {}

    record UserList(
            String userId,
            String level,
            @Nullable String modelVersion,
            String arm,
            @Nullable String degraded,
            long asOfOffset,
            long generatedAtMs,
            List<ListItem> items) {}

    record Why(
            String userId,
            String itemId,
            @Nullable String title,
            int position,
            float score,
            String source,
            String level,
            @Nullable String modelVersion,
            @Nullable String degraded,
            List<Because> reasons) {}

    record PlainItem(String itemId, @Nullable String title, float score, String source) {}

    record Similar(String itemId, List<PlainItem> items) {}

    record Trending(@Nullable String category, List<PlainItem> items) {}

    record Model(
            String version,
            long createdAtMs,
            @Nullable String parentVersion,
            long eventCount,
            long userCount,
            int itemCount,
            int dimension,
            Map<String, Double> metrics,
            List<String> features) {}

    record Challenger(String version, double share) {}

    record Slot(
            String slot,
            String champion,
            List<Challenger> challengers,
            List<String> shadows,
            String action,
            String reason,
            String decidedBy,
            long decidedAtMs) {}

    record Models(List<Model> models, List<Slot> slots) {}

    record Accepted(int accepted) {}

    record ProblemDocument(
            String type,
            String title,
            int status,
            String detail,
            @Nullable String field) {}

    private final ItemShelf shelf;

    Answers(ItemShelf shelf) {
        this.shelf = shelf;
    }

    /** @param degraded why the list may not be the user's own; null: it is */
    UserList list(String user, Recommendations list, @Nullable String degraded) {
        return new UserList(
                user,
                PublisherMetrics.label(list.getLevel()),
                list.getModelVersion(),
                list.getArm(),
                degraded,
                list.getAsOfOffset(),
                list.getGeneratedAtMs(),
                list.getItems().stream().map(this::item).toList());
    }

    private ListItem item(RecommendedItem item) {
        String id = item.getItemId();
        return new ListItem(id, shelf.title(id), item.getScore(), item.getSource(), because(item.getReasons()));
    }

    /** @param position 1 is the top */
    Why why(String user, Recommendations list, RecommendedItem item, int position, @Nullable String degraded) {
        return new Why(
                user,
                item.getItemId(),
                shelf.title(item.getItemId()),
                position,
                item.getScore(),
                item.getSource(),
                PublisherMetrics.label(list.getLevel()),
                list.getModelVersion(),
                degraded,
                because(item.getReasons()));
    }

    private List<Because> because(List<Reason> reasons) {
        return reasons.stream()
                .map(reason ->
                        new Because(reason.getItemId(), shelf.title(reason.getItemId()), reason.getContribution()))
                .toList();
    }

    List<PlainItem> items(List<ListedItem> items) {
        return items.stream()
                .map(item -> new PlainItem(item.itemId(), shelf.title(item.itemId()), item.score(), item.source()))
                .toList();
    }

    static Models models(ModelDirectory directory) {
        return new Models(
                directory.models().stream().map(Answers::model).toList(),
                directory.rollouts().stream().map(Answers::slot).toList());
    }

    private static Model model(ModelManifest manifest) {
        return new Model(
                manifest.getVersion(),
                manifest.getCreatedAtMs(),
                manifest.getParentVersion(),
                manifest.getEventCount(),
                manifest.getUserCount(),
                manifest.getItemCount(),
                manifest.getDimension(),
                manifest.getMetrics(),
                manifest.getFeatures());
    }

    private static Slot slot(Rollout rollout) {
        return new Slot(
                rollout.getSlot(),
                rollout.getChampion(),
                rollout.getChallengers().stream()
                        .map(challenger -> new Challenger(challenger.getVersion(), challenger.getShare()))
                        .toList(),
                rollout.getShadows(),
                rollout.getAction(),
                rollout.getReason(),
                rollout.getDecidedBy(),
                rollout.getDecidedAtMs());
    }

    static void write(Context ctx, int status, Object body) {
        ctx.status(status).contentType("application/json").result(json(body));
    }

    static void write(Context ctx, Problem problem) {
        if (problem.retryAfterSeconds() > 0) {
            ctx.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        ctx.status(problem.status()).contentType(PROBLEM).result(bytes(problem));
    }

    /** The problem document. */
    static byte[] bytes(Problem problem) {
        return json(new ProblemDocument(
                problem.type(), problem.title(), problem.status(), problem.detail(), problem.field()));
    }

    private static byte[] json(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON: " + body, e);
        }
    }
}
