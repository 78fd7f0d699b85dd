package dev.millrace.model.replay;

import dev.millrace.model.features.CoVisits;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.features.TouchLimit;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.ServingModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Users and items as the running pipeline would know them at any moment of a recorded stream: the same state, updated
 * by the same code, without Kafka. Moves forward only. Not thread-safe.
 */
public final class Replay {

    /** Neighbours remembered for each one published, so that a rising one is not forgotten too early. */
    private static final int REMEMBERED = 2;

    private final InteractionLog log;
    private final FeatureDefinitions definitions;
    private final EventWeights weights;
    private final ItemTable items;
    private final CoVisits coVisits;
    private final UserPreference[] users;
    private final ItemSignals[] signals;
    private final CoVisitSums[] neighbours;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> strangers;
    private final Deque<Learnt> heldBack = new ArrayDeque<>();
    private final List<NewItemsReplay> models = new ArrayList<>();
    private boolean foldsEachEvent;
    private int next;

    /**
     * What an event does to users, and what it will do to items.
     *
     * @param before its user before it
     * @param counts whether towards its item, see {@link TouchLimit}
     */
    private record Learnt(UserPreference before, boolean counts, List<CoVisits.Change> changes) {}

    /** @param catalogue what is known of items beside their events; taken as known from the beginning */
    public Replay(
            InteractionLog log,
            FeatureDefinitions definitions,
            EventWeights weights,
            Map<String, ItemFacts> catalogue) {
        this.log = log;
        this.definitions = definitions;
        this.weights = weights;
        this.items = new ItemTable(definitions);
        this.coVisits = new CoVisits(definitions.neighbourMaxGap(), weights);
        this.users = new UserPreference[log.userCount()];
        this.signals = new ItemSignals[log.itemCount()];
        this.neighbours = new CoVisitSums[log.itemCount()];
        Arrays.fill(users, UserPreference.EMPTY);
        Arrays.fill(signals, ItemSignals.none(definitions));
        for (int item = 0; item < neighbours.length; item++) {
            neighbours[item] =
                    new CoVisitSums(definitions.neighbourHalfLifeMs(), REMEMBERED * definitions.neighboursKept());
            numbers.put(log.itemId(item), item);
        }
        catalogue.forEach(items::updateFacts);
        this.strangers = catalogue.isEmpty()
                ? Set.of()
                : log.itemIds().stream()
                        .filter(item -> !catalogue.containsKey(item))
                        .collect(Collectors.toSet());
    }

    /**
     * Learns all events before index {@code event}.
     *
     * @throws IllegalArgumentException when that lies in the past
     */
    public void advanceTo(int event) {
        checkAhead(event);
        for (int held = next - heldBack.size(); !heldBack.isEmpty(); held++) {
            learnItems(held, heldBack.remove());
        }
        for (; next < event; next++) {
            learnItems(next, learnUser(next));
        }
    }

    /**
     * Lets users know of all events before index {@code event}, but items only of those up to the last
     * {@link #advanceTo}: so it is in the pipeline when a list is made of the event that asks for it, while that event
     * is still on its way to the features of its item.
     *
     * @throws IllegalArgumentException when that lies in the past
     */
    public void advanceUsersTo(int event) {
        checkAhead(event);
        for (; next < event; next++) {
            heldBack.add(learnUser(next));
        }
    }

    private void checkAhead(int event) {
        if (event < next) {
            throw new IllegalArgumentException("a replay cannot go back from event " + next + " to " + event);
        }
    }

    /** From here on, items that the model has not seen get vectors from the users who touch them, now and before. */
    public void follow(ServingModel model) {
        if (models.stream().noneMatch(known -> known.serves(model))) {
            var newItems = new NewItemsReplay(model, items);
            models.add(newItems);
            for (UserPreference user : users) {
                newItems.welcome(user);
            }
        }
    }

    /** The same for a model that takes the place of all others. */
    public void followOnly(ServingModel model) {
        models.clear();
        follow(model);
    }

    /** Event time of the newest event learnt; {@link Long#MIN_VALUE} before the first. */
    public long nowMs() {
        return next == 0 ? Long.MIN_VALUE : log.timestampMs(next - 1);
    }

    /** What is known of a user, ready to make a list for: brings the neighbours of their latest items up to date. */
    public UserPreference user(int user) {
        History history = users[user].history();
        for (int i = 0; i < history.size(); i++) {
            refresh(history.get(i).itemId());
        }
        return users[user];
    }

    /** Brings the neighbours of one item up to date. */
    public void refresh(String itemId) {
        Integer item = numbers.get(itemId);
        if (item != null && neighbours[item].changed()) {
            publish(item, neighbours[item].sums());
        }
    }

    /**
     * All items; neighbours are up to date for the items of users asked for by {@link #user}, and where
     * {@link #refresh}ed.
     */
    public ItemTable items() {
        return items;
    }

    /**
     * Goes on from the neighbours that the pipeline has at this moment, and from here on sums up event by event, as the
     * pipeline does where it publishes at once. Neighbours beyond those remembered are forgotten whenever touches are
     * summed up, so which ones are left depends on how many touches are summed up at a time.
     *
     * @param known by item, as many as are remembered; items that are missing have none
     */
    public void resumeNeighbours(Map<String, Neighbours> known) {
        foldsEachEvent = true;
        for (int item = 0; item < neighbours.length; item++) {
            neighbours[item].resume(known.getOrDefault(log.itemId(item), Neighbours.NONE));
            publish(item, known.getOrDefault(log.itemId(item), Neighbours.NONE));
        }
    }

    /** As the pipeline does: nothing of items outside the catalogue, where there is one. */
    private void publish(int item, Neighbours remembered) {
        if (!strangers.contains(log.itemId(item))) {
            items.updateNeighbours(log.itemId(item), listed(remembered).top(definitions.neighboursKept()));
        }
    }

    private Neighbours listed(Neighbours remembered) {
        return strangers.isEmpty()
                ? remembered
                : new Neighbours(
                        remembered.asOfMs(),
                        remembered.list().stream()
                                .filter(neighbour -> !strangers.contains(neighbour.itemId()))
                                .toList());
    }

    /** What the event changes between items, for {@link #learnItems}. */
    private Learnt learnUser(int index) {
        int user = log.user(index);
        Event event = event(index);
        UserPreference before = users[user];
        users[user] = before.with(event, weights, index, 0);
        boolean counts = TouchLimit.allows(before.history(), event, weights);
        return new Learnt(before, counts, counts ? coVisits.changes(before.history(), event) : List.of());
    }

    private void learnItems(int index, Learnt learnt) {
        int item = log.item(index);
        Event event = event(index);
        for (CoVisits.Change change : learnt.changes()) {
            neighbours[number(change.itemId())].add(change);
            neighbours[number(change.otherItemId())].add(
                    new CoVisits.Change(change.otherItemId(), change.itemId(), change.weight(), change.atMs()));
        }
        if (foldsEachEvent) {
            learnt.changes().stream()
                    .flatMap(change -> Stream.of(change.itemId(), change.otherItemId()))
                    .distinct()
                    .map(this::number)
                    .forEach(touched -> publish(touched, neighbours[touched].fold()));
        }
        float weight = weights.of(event.type(), event.value());
        if (weight > 0 && learnt.counts()) {
            int repeats = learnt.before().history().repeats(event, weights);
            signals[item] = signals[item].touched(weight, event.timestampMs(), repeats, definitions);
            if (!strangers.contains(event.itemId())) {
                items.updateSignals(event.itemId(), signals[item]);
            }
        }
        models.forEach(model -> model.learn(learnt.before(), event));
    }

    private int number(String itemId) {
        Integer known = numbers.get(itemId);
        if (known == null) {
            throw new IllegalStateException("item " + itemId + " is in a history but not in the log");
        }
        return known;
    }

    private Event event(int i) {
        return new Event(log.itemId(log.item(i)), log.typeName(log.type(i)), log.value(i), log.timestampMs(i));
    }
}
