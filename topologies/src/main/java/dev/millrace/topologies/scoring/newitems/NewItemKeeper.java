package dev.millrace.topologies.scoring.newitems;

import dev.millrace.avro.ItemVector;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.recommend.NewItemTouch;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what users say about items that models have not seen, and publishes the vectors of those that changed, each
 * at most once per interval. When other models come into service it forgets what belonged to the former ones, and takes
 * back the vectors of items that all models know by now: the topic holds no more than what is new.
 *
 * <p>The punctuation is scheduled when something waits to be published and not otherwise: under exactly-once an idle
 * one would commit a transaction each time.
 */
public final class NewItemKeeper extends PunctuatedProcessor<String, NewItemTouch, String, ItemVector> {

    /** Item to what its users say about it, while a model in service has not seen it. */
    static final String STATES_STORE = "new-items";

    /** New items whose vector is to be published. */
    static final String UNPUBLISHED_STORE = "unpublished-new-items";

    private static final byte[] CHANGED = {1};

    /** When items that could not be published with their event are tried again. */
    private static final Duration WITHOUT_INTERVAL = Duration.ofMillis(20);

    private final OfTask supplies;
    private @Nullable Parts begun;
    private @Nullable Lineup known;

    /** What exists between {@link #init} and {@link #close}. */
    private record Parts(
            KeptState<String, NewItemState> states,
            KeyValueStore<String, byte[]> unpublished,
            UnreadableState.OfStore faults,
            ModelSource.Reader models,
            PunctuatedProcessor<?, ?, ?, ?>.Wake publication) {}

    private NewItemKeeper(OfTask supplies) {
        this.supplies = supplies;
    }

    @Override
    public void init(ProcessorContext<String, ItemVector> context) {
        super.init(context);
        begun = new Parts(
                KeptState.of(context, STATES_STORE, NewItemFormats.states(), supplies.unreadable()),
                context.getStateStore(UNPUBLISHED_STORE),
                supplies.unreadable().of(STATES_STORE, FaultLimit.of(context.appConfigs())),
                supplies.models().reader(),
                wake(this::publish));
        known = null;
        if (!waiting().isEmpty()) {
            schedule();
        }
    }

    @Override
    public void process(Record<String, NewItemTouch> record) {
        NewItemState before = Objects.requireNonNullElse(parts().states().get(record.key()), NewItemState.NONE);
        parts().states().put(record.key(), before.with(record.value()));
        mark(record.key());
        supplies.metrics().touched();
        if (supplies.interval().isZero()) {
            publish(supplies.clock().millis());
        } else {
            schedule();
        }
    }

    private void mark(String item) {
        // A busy item is marked already, and each put is a changelog record.
        if (parts().unpublished().get(item) == null) {
            parts().unpublished().put(item, CHANGED);
        }
    }

    private void schedule() {
        Duration interval = supplies.interval();
        parts().publication().in(interval.isZero() ? WITHOUT_INTERVAL : interval);
    }

    private void publish(long nowMs) {
        try {
            Lineup lineup = parts().models().take();
            if (lineup == null || lineup.models().isEmpty()) {
                schedule(); // says nothing yet of which models go on
                return;
            }
            if (lineup != known) {
                follow(lineup, nowMs);
            }
            for (String item : waiting()) {
                parts().unpublished().delete(item);
                publish(item, lineup, nowMs);
            }
        } finally {
            parts().models().release();
        }
    }

    private void publish(String item, Lineup lineup, long nowMs) {
        NewItemState state = parts().states().get(item);
        ItemVector vector = state == null ? null : vector(item, state, lineup);
        if (vector != null) {
            context().forward(new Record<>(item, vector, nowMs));
            supplies.metrics().published();
        }
    }

    /** Null when what is known of the item does not fit the models: then its users begin anew. */
    private @Nullable ItemVector vector(String item, NewItemState state, Lineup lineup) {
        try {
            return PublishedVectors.of(state, lineup.models(), supplies.items().find(item));
        } catch (RuntimeException e) { // pure; one item must not keep all the others from being published
            parts().states().delete(item);
            parts().faults().dropped(e);
            return null;
        }
    }

    /** All that is left is published anew: of a model that was not here yet there may be touches already. */
    private void follow(Lineup lineup, long nowMs) {
        known = lineup;
        Set<String> versions =
                lineup.models().stream().map(ServingModel::version).collect(Collectors.toSet());
        for (KeyValue<String, NewItemState> item : parts().states().all()) {
            NewItemState left = item.value.retain(versions);
            if (left.isEmpty()) {
                parts().states().delete(item.key);
                parts().unpublished().delete(item.key);
                context().forward(new Record<>(item.key, null, nowMs));
            } else {
                if (left != item.value) {
                    parts().states().put(item.key, left);
                }
                mark(item.key);
            }
        }
    }

    private List<String> waiting() {
        List<String> items = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> each = parts().unpublished().all()) {
            each.forEachRemaining(item -> items.add(item.key));
        }
        return items;
    }

    private Parts parts() {
        return Objects.requireNonNull(begun, "init comes first");
    }

    @Override
    protected void end() {
        if (begun != null) {
            begun.models().close();
            begun = null;
        }
    }

    /**
     * Declares the processor together with the stores it owns, and has what all tasks of the process share.
     *
     * @param interval an item gets a new vector at most so often; zero: with each event
     * @param items what is known of items beside their users
     */
    public record OfTask(
            Duration interval,
            ItemView items,
            ModelSource models,
            NewItemMetrics metrics,
            UnreadableState unreadable,
            Clock clock)
            implements ProcessorSupplier<String, NewItemTouch, String, ItemVector> {

        @Override
        public Processor<String, NewItemTouch, String, ItemVector> get() {
            return new NewItemKeeper(this);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    // Cached: some 8 KB at d = 64, written once per commit and not at every touch.
                    KeptState.builder(Stores.persistentKeyValueStore(STATES_STORE), Serdes.String())
                            .withCachingEnabled(),
                    // In memory, for it holds one interval; changelogged, so that a crash loses none of them.
                    Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(UNPUBLISHED_STORE), Serdes.String(), Serdes.ByteArray()));
        }
    }
}
