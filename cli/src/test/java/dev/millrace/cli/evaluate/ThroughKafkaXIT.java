package dev.millrace.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ScoredExample;
import dev.millrace.avro.ScoredRow;
import dev.millrace.cli.demo.Served;
import dev.millrace.cli.demo.ThroughApps;
import dev.millrace.cli.evaluate.ServedComparison.Outcome;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.rules.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is measured offline is what the pipeline publishes. */
class ThroughKafkaXIT {

    static final int HISTORY = 4_000;
    static final int LIVE = 200;

    /** So few that most have more events than a history holds. */
    static final int USERS = 30;

    /** More than an item remembers as neighbours. */
    static final int ITEMS = 150;

    static final List<String> TASTES = List.of("garden", "kitchen", "garage");

    @Test
    void shouldPublishTheListsAndFeaturesThatAnOfflineReplayMakes() {
        Map<String, ItemFacts> catalogue = new HashMap<>();
        List<CatalogItem> items = catalogue(catalogue);
        InteractionLog log = shoppers();
        Served served = ThroughApps.run(
                new ThroughApps.Settings(log, items, HISTORY, log.size() - HISTORY, 0, 3, Set.of("click"), Map.of()));
        var comparison = new ServedComparison(served, catalogue, FeatureDefinitions.standard(), Rules.NONE);
        List<Lesson> fromTheLog = new ArrayList<>();
        List<Lesson> fromReplay = new ArrayList<>();
        comparison.run((event, logged, again) -> {
            Set<String> taken = takenNext(served.log(), event);
            fromTheLog.addAll(lessons(Objects.requireNonNull(logged, "every list is logged"), taken));
            fromReplay.addAll(lessons(again, taken));
        });

        assertThat(served.model()).as("a model that passed its gate").isNotNull();
        assertThat(served.log().size()).isEqualTo(log.size());
        assertThat(comparison.differences())
                .as(String.join("\n", new ServedReport(comparison).lines()))
                .isEmpty();
        assertThat(comparison.outcomes().get(Outcome.IDENTICAL)).isGreaterThan(LIVE / 3);
        assertThat(comparison.outcomes().get(Outcome.TOO_LATE)).isZero();
        assertThat(comparison.skew().values()).isGreaterThan(50_000);
        assertThat(comparison.skew().differing()).isEmpty();
        assertThat(comparison.skew().missing()).isZero();
        assertThat(fromTheLog).isEqualTo(fromReplay);
        assertThat(fromReplay).filteredOn(Lesson::taken).hasSizeGreaterThan(10);
    }

    /** One row that a ranker learns from: what was known, and what the user did. */
    record Lesson(String item, List<Float> features, boolean taken) {}

    private static List<Lesson> lessons(ScoredExample logged, Set<String> taken) {
        List<Lesson> lessons = new ArrayList<>();
        for (ScoredRow row : logged.getRows()) {
            lessons.add(new Lesson(row.getItemId(), row.getFeatures(), taken.contains(row.getItemId())));
        }
        return lessons;
    }

    private static List<Lesson> lessons(ScoredList again, Set<String> taken) {
        List<Lesson> lessons = new ArrayList<>();
        for (int place = 0; place < again.items().size(); place++) {
            ScoredItem item = again.items().get(place);
            List<Float> features = new ArrayList<>();
            for (float value : Arrays.copyOfRange(again.rows(), place * again.width(), (place + 1) * again.width())) {
                features.add(value);
            }
            lessons.add(new Lesson(item.itemId(), features, taken.contains(item.itemId())));
        }
        return lessons;
    }

    /** What the user of an event took at their next moment; empty when there is none. */
    private static Set<String> takenNext(InteractionLog log, int event) {
        Set<String> taken = new HashSet<>();
        @Nullable Long moment = null;
        for (int later = event + 1; later < log.size(); later++) {
            boolean sameUser = log.user(later) == log.user(event);
            if (sameUser && log.timestampMs(later) > log.timestampMs(event)) {
                moment = moment == null ? (Long) log.timestampMs(later) : moment;
                boolean positive = EventWeights.defaults().of(log.typeName(log.type(later)), log.value(later)) > 0;
                if (positive && log.timestampMs(later) == moment) {
                    taken.add(log.itemId(log.item(later)));
                }
            }
        }
        return taken;
    }

    private static List<CatalogItem> catalogue(Map<String, ItemFacts> facts) {
        List<CatalogItem> items = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            List<String> categories = List.of(TASTES.get(item % TASTES.size()), "shelf-" + item % 10);
            String title = List.of("Red", "Green", "Blue").get(item % 3) + " thing of shelf-" + item % 10;
            items.add(new CatalogItem("i" + item, title, categories, 1.0 + item, null));
            facts.put("i" + item, ItemFacts.of(title, categories, 1.0 + item));
        }
        return items;
    }

    /** Baskets of one to three lines; now and then two users at the same moment, returns and dislikes. */
    private static InteractionLog shoppers() {
        var random = new Random(17);
        InteractionLog.Builder log = InteractionLog.builder();
        long now = 1_600_000_000_000L;
        while (log.size() < HISTORY + LIVE) {
            now += log.size() == HISTORY || random.nextInt(8) > 0 ? 60_000L * (1 + random.nextInt(30)) : 0;
            int user = random.nextInt(USERS);
            int lines = Math.min(1 + random.nextInt(3), log.size() < HISTORY ? HISTORY - log.size() : LIVE);
            for (int line = 0; line < lines; line++) {
                int popular = (int) (ITEMS * Math.pow(random.nextDouble(), 2));
                int item = random.nextInt(10) < 8 ? popular / 3 * 3 + user % 3 : popular;
                String type = List.of("click", "click", "purchase", "return", "dislike")
                        .get(random.nextInt(20) == 0 ? 3 + random.nextInt(2) : random.nextInt(3));
                log.add("u" + user, "i" + Math.min(item, ITEMS - 1), type, 1, now);
            }
        }
        return log.build();
    }
}
