package dev.millrace.topologies.publisher;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Recommendations;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.SentBack;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.PassedOn;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns each user's candidates into the list to show, and forwards it unless the user has the very same already.
 *
 * <p>A user for whom there is nothing to show yet, because no item exists, waits in a store and is tried again.
 */
final class ListPublisher extends PunctuatedProcessor<String, Candidates, String, Recommendations> {

    /** Bounds the time that one round of retries keeps the task from its records. */
    private static final int RETRIES_PER_ROUND = 1_000;

    private final UserLists lists;
    private final PublisherSettings settings;
    private final PublisherMetrics metrics;
    private final ListTraitMetrics traits;
    private final Counter leftOut;
    private final Clock clock;
    private final UnreadableState state;
    private KeyValueStore<String, StoredList> published;
    private KeptState<String, WaitingList> waiting;
    private UnreadableState.OfStore unreadable;
    private Wake retrying;
    private ErasureHorizons horizons;

    @SuppressWarnings("NullAway.Init") // the stores come with init
    private ListPublisher(Supplier shared) {
        this.lists = shared.lists();
        this.settings = shared.settings();
        this.metrics = shared.metrics();
        this.traits = shared.traits();
        this.leftOut = shared.leftOut();
        this.clock = shared.clock();
        this.state = shared.state();
    }

    @Override
    public void init(ProcessorContext<String, Recommendations> context) {
        super.init(context);
        published = context.getStateStore(PublisherTopology.PUBLISHED_STORE);
        unreadable = state.of(PublisherTopology.PUBLISHED_STORE, FaultLimit.of(context.appConfigs()));
        waiting = KeptState.of(context, PublisherTopology.WAITING_STORE, WaitingList.serde(), state);
        horizons = ErasureHorizons.of(context);
        retrying = wake(this::retry);
        retryIfAnybodyWaits();
    }

    @Override
    public void process(Record<String, Candidates> record) {
        String user = record.key();
        long knownToScoring = MillraceHeaders.erasedMs(record.headers());
        if (knownToScoring < horizons.of(user)) {
            leftOut.increment(); // made of what is erased; scoring has yet to hear of it
            return;
        }
        horizons.raise(user, knownToScoring);
        Candidates candidates = record.value();
        if (SentBack.in(record.headers()) != null && isOutdated(user, candidates)) {
            return;
        }
        Recommendations list = lists.fromCandidates(
                candidates, clock.millis(), settings.storedLength(), seed(user, candidates.getAsOfOffset()));
        boolean waits = waiting.get(user) != null;
        if (list.getItems().isEmpty()) {
            metrics.postponed();
            waiting.put(user, new WaitingList(list, PassedOn.of(record.headers())));
            retrying.in(settings.retryInterval());
            return;
        }
        if (waits) {
            waiting.delete(user);
        }
        publish(record.withValue(list));
    }

    /** Whether a newer list was made while this one lay among the dead letters. */
    private boolean isOutdated(String user, Candidates candidates) {
        StoredList stored = published.get(user);
        return stored != null && stored.list().getAsOfOffset() > candidates.getAsOfOffset();
    }

    /** Names the list, so that a crash in between makes the same one again. */
    private static long seed(String user, long asOfOffset) {
        return ((long) user.hashCode() << 32) ^ asOfOffset;
    }

    private void publish(Record<String, Recommendations> record) {
        Recommendations list = record.value();
        Recommendations shown = UserLists.head(list, settings.listLength());
        StoredList stored = published.get(record.key());
        StoredList.Shown before = stored == null ? null : shown(stored);
        StoredList.Shown now = StoredList.Shown.of(list, settings.listLength());
        // Stored even when it is not published: scores, reasons and the tail may have moved, and asOfOffset has.
        published.put(record.key(), StoredList.of(list));
        if (now.equals(before)) {
            metrics.suppressed();
            return;
        }
        metrics.published(list.getLevel(), list.getEventAppendedMs(), list.getGeneratedAtMs());
        traits.published(before == null ? null : before.itemIds(), now.itemIds());
        var forwarded = record.withValue(shown);
        long erasedUntilMs = horizons.of(record.key());
        if (erasedUntilMs != Long.MIN_VALUE) {
            MillraceHeaders.setErasedMs(forwarded.headers(), erasedUntilMs);
        }
        context().forward(forwarded);
    }

    /** Null for a list that cannot be read: it is about to be replaced, and the user gets the new one. */
    private StoredList.@Nullable Shown shown(StoredList stored) {
        unreadable.look();
        try {
            return stored.shown(settings.listLength());
        } catch (SerializationException e) {
            unreadable.dropped(e);
            return null;
        }
    }

    private void retryIfAnybodyWaits() {
        if (!waiting.isEmpty()) {
            retrying.in(settings.retryInterval());
        }
    }

    private void retry(long timestamp) {
        long nowMs = clock.millis();
        if (!lists.forReading(null, nowMs, 1).getItems().isEmpty()) {
            for (KeyValue<String, WaitingList> waiter : waiting.first(RETRIES_PER_ROUND)) {
                Recommendations list = lists.fromNothing(waiter.value.list(), nowMs, settings.storedLength());
                waiting.delete(waiter.key);
                publish(new Record<>(waiter.key, list, timestamp, waiter.value.headers()));
            }
        }
        retryIfAnybodyWaits();
    }

    record Supplier(
            UserLists lists,
            PublisherSettings settings,
            PublisherMetrics metrics,
            ListTraitMetrics traits,
            Counter leftOut,
            UnreadableState state,
            Clock clock)
            implements ProcessorSupplier<String, Candidates, String, Recommendations> {

        @Override
        public Processor<String, Candidates, String, Recommendations> get() {
            return new ListPublisher(this);
        }
    }
}
