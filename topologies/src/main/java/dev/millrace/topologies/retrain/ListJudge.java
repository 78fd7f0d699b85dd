package dev.millrace.topologies.retrain;

import dev.millrace.model.preferences.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges an event by the list that the user had: was the item in it, at which rank. Pure: no Kafka.
 *
 * <p>"The list the user had" is the newest list known here whose {@code asOfOffset} lies before the event, so that no
 * list is ever judged by an event that it was made from. Lists and events arrive on two topics and race: a list that
 * was published before the event but has not arrived here yet counts as not had, and after an outage only the latest
 * list of each user is left, which judges only what came after it. Both make the measure incomplete, never flattering.
 */
final class ListJudge {

    /** One event with its place in the log. */
    record Happening(String itemId, String type, float value, long timestampMs, int partition, long offset) {}

    /** What came of one event: the state to keep and what to count. */
    record Judgement(UserLists lists, List<Outcome> outcomes) {}

    private final RetrainSettings settings;
    private final ServingModels models;
    private final PopularItems popular;

    ListJudge(RetrainSettings settings, ServingModels models, PopularItems popular) {
        this.settings = settings;
        this.models = models;
        this.popular = popular;
    }

    Judgement judge(UserLists lists, Happening event) {
        List<Outcome> outcomes = new ArrayList<>(3);
        ServingModels.@Nullable Champion champion = models.champion(settings.slot());
        if (champion == null) {
            outcomes.add(Outcome.newEvent(Outcome.NO_MODEL, event.timestampMs()));
        } else if (!champion.trainedOn(event.partition(), event.offset())) {
            outcomes.add(Outcome.newEvent(champion.version(), event.timestampMs()));
        }
        boolean positive = settings.weights().wanted(event.type(), event.value());
        UserLists after = lists;
        if (positive) {
            addVerdict(lists, event, outcomes);
            after = addClick(lists, event, outcomes);
        }
        if (settings.weights().consumes(new Event(event.itemId(), event.type(), event.value(), event.timestampMs()))) {
            after = after.withConsumed(event.itemId());
        }
        return new Judgement(after, outcomes);
    }

    private void addVerdict(UserLists lists, Happening event, List<Outcome> outcomes) {
        ServedList list = lists.listBefore(event.offset());
        if (list == null || lists.consumed().contains(event.itemId())) {
            return; // no list to judge, or an item that lists leave out on purpose
        }
        int rank = list.rank(event.itemId());
        int popularityRank = popular.rank(event.itemId(), ServedList.DEPTH, lists.consumed()::containsHash);
        boolean unknown = models.lacksItem(list.version(), event.itemId());
        outcomes.add(Outcome.of(list.version(), Counts.judged(rank, popularityRank, unknown), event.timestampMs()));
    }

    private UserLists addClick(UserLists lists, Happening event, List<Outcome> outcomes) {
        Impressed shown = lists.impressed();
        if (shown == null || !shown.items().contains(event.itemId())) {
            return lists;
        }
        long delay = event.timestampMs() - shown.timestampMs();
        if (delay < 0 || delay > settings.clickWindow().toMillis()) {
            return lists;
        }
        outcomes.add(Outcome.of(shown.version(), Counts.clicked(), event.timestampMs()));
        return lists.withImpressed(shown.without(event.itemId()));
    }
}
