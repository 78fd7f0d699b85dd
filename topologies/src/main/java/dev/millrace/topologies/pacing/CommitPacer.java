package dev.millrace.topologies.pacing;

import java.time.Clock;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Passes output on, and asks for a commit a moment after the first fresh record; sits right before a sink.
 *
 * <p>A commit takes in all tasks of the stream thread, so the tasks of a thread share one pending request. What nobody
 * asks a commit for is committed by the commit interval.
 */
public final class CommitPacer<K, V> extends ContextualFixedKeyProcessor<K, V, V> {

    private final Supplier<K, V> shared;
    private Pending pending = new Pending();
    private boolean readersWait;
    private @Nullable Cancellable request;

    /** Whose request the thread waits for. */
    private static final class Pending {
        private @Nullable CommitPacer<?, ?> owner;
    }

    private CommitPacer(Supplier<K, V> shared) {
        this.shared = shared;
    }

    @Override
    public void init(FixedKeyProcessorContext<K, V> context) {
        super.init(context);
        pending = shared.pending.get(); // init runs on the thread that will process
        // Under at-least-once readers see a record as soon as it is sent.
        readersWait = StreamsConfig.EXACTLY_ONCE_V2.equals(
                String.valueOf(context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)));
    }

    @Override
    public void process(FixedKeyRecord<K, V> output) {
        context().forward(output);
        if (readersWait && pending.owner == null && isFresh(output)) {
            pending.owner = this;
            request = context().schedule(shared.pace.soon(), PunctuationType.WALL_CLOCK_TIME, now -> commit());
        }
    }

    private boolean isFresh(FixedKeyRecord<K, V> output) {
        return shared.clock.millis() - shared.appendedMs.applyAsLong(output)
                <= shared.pace.fresh().toMillis();
    }

    private void commit() {
        withdraw();
        context().commit();
    }

    private void withdraw() {
        if (request != null) {
            request.cancel();
            request = null;
        }
        if (pending.owner == this) {
            pending.owner = null;
        }
    }

    @Override
    public void close() {
        withdraw();
    }

    /** One for each place in a topology. */
    public static final class Supplier<K, V> implements FixedKeyProcessorSupplier<K, V, V> {

        private final CommitPace pace;
        private final ToLongFunction<FixedKeyRecord<K, V>> appendedMs;
        private final Clock clock;
        private final ThreadLocal<Pending> pending = ThreadLocal.withInitial(Pending::new);

        /** @param appendedMs when the event behind a record was appended, epoch milliseconds */
        public Supplier(CommitPace pace, ToLongFunction<FixedKeyRecord<K, V>> appendedMs, Clock clock) {
            this.pace = pace;
            this.appendedMs = appendedMs;
            this.clock = clock;
        }

        @Override
        public FixedKeyProcessor<K, V, V> get() {
            return new CommitPacer<>(this);
        }
    }
}
