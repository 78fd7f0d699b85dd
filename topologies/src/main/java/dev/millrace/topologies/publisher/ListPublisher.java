package dev.millrace.topologies.publisher;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns each user's candidates into the list to show, and forwards it unless the user has the very same already.
 *
 * <p>A user for whom there is nothing to show yet, because no item exists, waits in a store and is tried again.
 */
final class ListPublisher extends ContextualProcessor<String, Candidates, String, Recommendations> {

    /** Bounds the time that one round of retries keeps the task from its records. */
    private static final int RETRIES_PER_ROUND = 1_000;

    private final UserLists lists;
    private final PublisherSettings settings;
    private final PublisherMetrics metrics;
    private final ListTraitMetrics traits;
    private final Clock clock;
    private KeyValueStore<String, Recommendations> published;
    private KeyValueStore<String, Recommendations> waiting;

    @SuppressWarnings("NullAway.Init") // the stores come with init
    private ListPublisher(Supplier shared) {
        this.lists = shared.lists();
        this.settings = shared.settings();
        this.metrics = shared.metrics();
        this.traits = shared.traits();
        this.clock = shared.clock();
    }

    @Override
    public void init(ProcessorContext<String, Recommendations> context) {
        super.init(context);
        published = context.getStateStore(PublisherTopology.PUBLISHED_STORE);
        waiting = context.getStateStore(PublisherTopology.WAITING_STORE);
        context.schedule(settings.retryInterval(), PunctuationType.WALL_CLOCK_TIME, this::retry);
    }

    @Override
    public void process(Record<String, Candidates> record) {
        String user = record.key();
        Candidates candidates = record.value();
        Recommendations list = lists.fromCandidates(
                candidates, clock.millis(), settings.storedLength(), seed(user, candidates.getAsOfOffset()));
        boolean waits = waiting.get(user) != null;
        if (list.getItems().isEmpty()) {
            metrics.postponed();
            waiting.put(user, list);
            return;
        }
        if (waits) {
            waiting.delete(user);
        }
        publish(record.withValue(list));
    }

    /** Names the list, so that a crash in between makes the same one again. */
    private static long seed(String user, long asOfOffset) {
        return ((long) user.hashCode() << 32) ^ asOfOffset;
    }

    private void publish(Record<String, Recommendations> record) {
        Recommendations list = record.value();
        Recommendations shown = UserLists.head(list, settings.listLength());
        Recommendations before = published.get(record.key());
        boolean unchanged = isSame(before, list);
        // Stored even when it is not published: scores, reasons and the tail may have moved, and asOfOffset has.
        published.put(record.key(), list);
        if (unchanged) {
            metrics.suppressed();
            return;
        }
        metrics.published(list.getLevel(), list.getEventAppendedMs(), list.getGeneratedAtMs());
        traits.published(before == null ? null : shownIds(before), shown);
        context().forward(record.withValue(shown));
    }

    private boolean isSame(@Nullable Recommendations before, Recommendations now) {
        return before != null
                && before.getLevel() == now.getLevel()
                && Objects.equals(before.getModelVersion(), now.getModelVersion())
                && shownIds(before).equals(shownIds(now));
    }

    private List<String> shownIds(Recommendations list) {
        return list.getItems().stream()
                .limit(settings.listLength())
                .map(RecommendedItem::getItemId)
                .toList();
    }

    private void retry(long timestamp) {
        long nowMs = clock.millis();
        if (lists.forReading(null, nowMs, 1).getItems().isEmpty()) {
            return;
        }
        for (KeyValue<String, Recommendations> waiter : firstWaiters()) {
            Recommendations list = lists.fromNothing(waiter.value, nowMs, settings.storedLength());
            waiting.delete(waiter.key);
            publish(new Record<>(waiter.key, list, timestamp));
        }
    }

    private List<KeyValue<String, Recommendations>> firstWaiters() {
        List<KeyValue<String, Recommendations>> first = new ArrayList<>();
        try (KeyValueIterator<String, Recommendations> all = waiting.all()) {
            while (all.hasNext() && first.size() < RETRIES_PER_ROUND) {
                first.add(all.next());
            }
        }
        return first;
    }

    record Supplier(
            UserLists lists, PublisherSettings settings, PublisherMetrics metrics, ListTraitMetrics traits, Clock clock)
            implements ProcessorSupplier<String, Candidates, String, Recommendations> {

        @Override
        public Processor<String, Candidates, String, Recommendations> get() {
            return new ListPublisher(this);
        }
    }
}
